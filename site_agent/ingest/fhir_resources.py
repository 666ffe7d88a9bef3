"""Reads reports out of FHIR R4B resources: a DiagnosticReport, or a Bundle that holds some.

Rules: the text is that of attached plain text or HTML, else the narrative, then results and conclusion;
markup is reduced to its text; patients, staff and places of the same document become header values under the
DICOM keywords of the same meaning, so that the report filter removes them wherever they stand.

Not here: HL7 v2 (`hl7_messages`), files of any kind (`reports`).
"""

from __future__ import annotations

import base64
import html
import json
import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from site_agent.errors import InputRefusedError, Reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from site_agent.ingest.hl7_messages import Header

_TAG: Final = re.compile(r"<[^>]{0,2000}>")
_BLOCK: Final = re.compile(r"(?i)<\s*(?:br|/p|/div|/tr|/li|/h\d)[^>]{0,200}>")
_ROLES: Final[Mapping[str, str]] = {
    "Patient": "PatientName",
    "Practitioner": "NameOfPhysiciansReadingStudy",
    "RelatedPerson": "ResponsiblePerson",
    "Organization": "InstitutionName",
    "Location": "InstitutionName",
}
"""Kind of resource -> DICOM keyword of its name."""


def fhir_reports(text: str) -> Iterator[tuple[str, str, Header]]:
    """Yield accession number (the first identifier), text and header values of every DiagnosticReport.

    Raises:
        InputRefusedError: `Reason.REPORT_UNREADABLE`, also when there is none.
    """
    resources = list(_resources(_validated(text)))
    reports = [one for one in resources if one.get("resourceType") == "DiagnosticReport"]
    if not reports:
        raise InputRefusedError(Reason.REPORT_UNREADABLE)
    everybody = _everybody(resources)
    for report in reports:
        accessions = _identifiers(report)
        header = {**everybody, "AccessionNumber": accessions}
        for keyword, role in _named(report):
            header[keyword] = [*header.get(keyword, ()), role]
        try:
            said = "\n".join([*_texts(report), *_results(report, resources), *_conclusion(report)])
        except ValueError:
            raise InputRefusedError(Reason.REPORT_UNREADABLE) from None
        yield next(iter(accessions), ""), said, header


def _validated(text: str) -> dict[str, Any]:
    """Return the document as the models of FHIR R4B write it."""
    from fhir.resources.R4B import get_fhir_model_class  # noqa: PLC0415 - only those who read FHIR load it

    try:
        document = json.loads(text)
        model = get_fhir_model_class(document["resourceType"])
        validated: dict[str, Any] = json.loads(model(**document).model_dump_json())
    except Exception:  # noqa: BLE001 - the models raise anything, and quote what they read
        raise InputRefusedError(Reason.REPORT_UNREADABLE) from None
    return validated


def _resources(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a resource, those of its entries, and those contained in any of them."""
    for resource in (document, *(entry.get("resource") or {} for entry in document.get("entry") or ())):
        yield resource
        yield from resource.get("contained") or ()


def _everybody(resources: Iterable[dict[str, Any]]) -> Header:
    header: Header = defaultdict(list)
    for resource in resources:
        keyword = _ROLES.get(resource.get("resourceType", ""))
        if keyword is None:
            continue
        names = resource.get("name") or ()
        header[keyword] += [names] if isinstance(names, str) else [_human(name) for name in names]
        header["PatientID"] += _identifiers(resource)
        header["PatientTelephoneNumbers"] += [
            one["value"] for one in resource.get("telecom") or () if one.get("value")
        ]
        addresses = resource.get("address") or ()
        for address in [addresses] if isinstance(addresses, dict) else addresses:
            header["PatientAddress"] += [
                *(address.get("line") or ()),
                address.get("city") or "",
                address.get("text") or "",
            ]
    return dict(header)


def _named(report: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield keyword and displayed name of those whom a report names itself."""
    for keyword, roles in (
        ("PatientName", [report.get("subject")]),
        ("OperatorsName", report.get("performer")),
        ("NameOfPhysiciansReadingStudy", report.get("resultsInterpreter")),
    ):
        yield from ((keyword, role["display"]) for role in roles or () if role and role.get("display"))


def _identifiers(resource: Mapping[str, Any]) -> list[str]:
    return [one["value"] for one in resource.get("identifier") or () if one.get("value")]


def _human(name: Mapping[str, Any]) -> str:
    return str(name.get("text") or " ".join([*(name.get("given") or ()), name.get("family") or ""])).strip()


def _texts(report: Mapping[str, Any]) -> Iterator[str]:
    forms = [
        form for form in report.get("presentedForm") or () if str(form.get("contentType")).startswith("text/")
    ]
    for form in forms:
        text = base64.b64decode(form.get("data") or b"", validate=True).decode("utf-8")
        yield _without_markup(text) if "html" in form["contentType"] else text
    if not forms and report.get("text"):
        yield _without_markup(report["text"].get("div") or "")


def _results(report: Mapping[str, Any], resources: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    said = {str(one.get("id")): one["valueString"] for one in resources if one.get("valueString")}
    for result in report.get("result") or ():
        key = str(result.get("reference") or "").rsplit("/", maxsplit=1)[-1].lstrip("#")
        if key in said:
            yield str(said[key])


def _conclusion(report: Mapping[str, Any]) -> Iterator[str]:
    if report.get("conclusion"):
        yield f"IMPRESSION: {report['conclusion']}"


def _without_markup(markup: str) -> str:
    return html.unescape(_TAG.sub("", _BLOCK.sub("\n", markup))).strip()
