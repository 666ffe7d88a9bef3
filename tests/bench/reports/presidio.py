"""Drives Presidio over a file of reports: ``presidio.py IN.jsonl OUT.jsonl MODEL``.

Run as a script by the Python of a virtual environment of its own. The analyzer's own recognisers and its
default threshold; what it finds is replaced by its class. Nothing but Presidio and the spaCy model is
needed there.

Not here: measuring and judging.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path


def main(source: str, target: str, model: str) -> None:
    """Filter every report of a file."""
    from presidio_analyzer import AnalyzerEngine  # noqa: PLC0415 - tests import this module without it
    from presidio_analyzer.nlp_engine import NlpEngineProvider  # noqa: PLC0415 - as above

    models = [{"lang_code": "en", "model_name": model}]
    engine = NlpEngineProvider(
        nlp_configuration={"nlp_engine_name": "spacy", "models": models}
    ).create_engine()
    analyzer = AnalyzerEngine(nlp_engine=engine)
    with Path(source).open(encoding="utf-8") as lines, Path(target).open("w", encoding="utf-8") as out:
        for line in lines:
            row = json.loads(line)
            found = analyzer.analyze(text=row["text"], language="en")
            spans = sorted((one.start, one.end, one.entity_type) for one in found)
            answer = {"id": row["id"], "text": replaced(row["text"], spans), "status": "ok", "spans": spans}
            out.write(json.dumps(answer) + "\n")


def replaced(text: str, spans: list[tuple[int, int, str]]) -> str:
    """Return the text with classes for the spans, which may overlap."""
    pieces, at = [], 0
    for start, end, kind in spans:
        if start >= at:
            pieces += [text[at:start], f"<{kind}>"]
        at = max(at, end)
    return "".join([*pieces, text[at:]])


if __name__ == "__main__":
    main(*sys.argv[1:])
