"""The log holds codes and identifiers, whatever it is given."""

from __future__ import annotations

import json
import logging

from coordinator.logs import JsonLines


def line(name: str, message: str, *args: object, **extra: object) -> dict[str, object]:
    """Return one formatted line as a document."""
    record = logging.LogRecord(name, logging.WARNING, "", 0, message, args, None)
    vars(record).update(extra)
    document: dict[str, object] = json.loads(JsonLines().format(record))
    return document


def test_a_line_holds_known_fields_only() -> None:
    """What is not on the list of fields is not written."""
    written = line("coordinator.rpc.gate", "call", method="/x", code="OK", ms=3, patient="DOE^JANE")
    assert {"event": "call", "method": "/x", "code": "OK", "ms": 3}.items() <= written.items()
    assert "DOE" not in json.dumps(written)


def test_a_librarys_words_are_not_repeated() -> None:
    """Other packages may put anything into a message."""
    assert "DOE" not in json.dumps(line("grpc._server", "Exception: %s", "DOE^JANE"))
