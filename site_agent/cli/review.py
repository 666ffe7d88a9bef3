"""`site-agent review`: a person looks at counterparts and signs them off."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Annotated

import typer

from site_agent.cli.options import AsJson, Home, show

CaseId = Annotated[str, typer.Argument(help="Case id as `review list` shows it.")]


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    review = typer.Typer(help="Sign off what may leave, where the settings leave it to a person.")
    review.command(name="list")(list_)
    review.command(name="show")(show_)
    review.command(name="approve")(approve)
    review.command(name="reject")(reject)
    app.add_typer(review, name="review")


def list_(home: Home, as_json: AsJson = False) -> None:
    """List the case ids whose counterparts wait for a decision."""
    from site_agent.service.home import open_site  # noqa: PLC0415 - keeps --help fast

    with open_site(home) as site:
        waiting = site.store.pairs.undecided()
    show({"waiting": waiting}, waiting or ["nothing waits for a decision"], as_json=as_json)


def show_(
    case_id: CaseId,
    home: Home,
    out: Annotated[
        Path | None, typer.Option(help="Write the counterpart to this PNG file, mode 0600.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show a counterpart's labels, report and gate record. For this site's own eyes."""
    from radshare.files import write_private  # noqa: PLC0415 - keeps --help fast
    from site_agent.errors import NotFoundError  # noqa: PLC0415 - as above
    from site_agent.publish.build import png  # noqa: PLC0415 - as above
    from site_agent.service.home import open_site  # noqa: PLC0415 - as above
    from site_agent.synthesize.restore import restore  # noqa: PLC0415 - as above

    with open_site(home) as site:
        if case_id not in site.store.pairs.undecided() and site.store.pairs.decision(case_id) is None:
            raise NotFoundError
        pair = restore(site.store.pairs.packed(case_id))
        site.audit.append("pair_viewed", case_id=case_id, by=getpass.getuser())
    if out is not None:
        write_private(out, png(pair.image))
    document = {
        "case_id": pair.case_id,
        "labels": sorted(pair.labels),
        "view": pair.view,
        "report": pair.report,
        "checks": dict(pair.gate.checks),
        "scores": dict(pair.gate.scores),
    }
    show(document, [f"{name:<8} {value}" for name, value in document.items()], as_json=as_json)


def approve(
    home: Home,
    case_ids: Annotated[list[str] | None, typer.Argument(help="Case ids; none with --all.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Approve everything that waits.")] = False,
    as_json: AsJson = False,
) -> None:
    """Let counterparts leave. The daemon releases them once nothing waits any more."""
    _decide(home, case_ids or [], every=every, approved=True, as_json=as_json)


def reject(
    home: Home,
    case_ids: Annotated[list[str] | None, typer.Argument(help="Case ids; none with --all.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Reject everything that waits.")] = False,
    as_json: AsJson = False,
) -> None:
    """Keep counterparts at home, for ever."""
    _decide(home, case_ids or [], every=every, approved=False, as_json=as_json)


def _decide(home: Path, case_ids: list[str], *, every: bool, approved: bool, as_json: bool) -> None:
    from site_agent.review.decide import by_person  # noqa: PLC0415 - keeps --help fast
    from site_agent.service.home import open_site  # noqa: PLC0415 - as above

    if bool(case_ids) == every:
        raise typer.BadParameter("name case ids, or give --all")
    login = getpass.getuser()
    with open_site(home) as site:
        chosen = site.store.pairs.undecided() if every else case_ids
        for case_id in chosen:
            by_person(site.store.pairs, case_id, approved=approved, login=login)
            site.audit.append("pair_decided", case_id=case_id, approved=approved, by=login)
    word = "approved" if approved else "rejected"
    show({word: chosen}, [f"{len(chosen)} {word}"], as_json=as_json)
