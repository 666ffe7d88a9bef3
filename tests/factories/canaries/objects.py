"""Objects made from images, and objects that nobody can prove clean.

Not here: what is written into them (`reports`, `derived`, `planning`, `slides`, `documents`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from factories.canaries import derived, documents, phrases, planning, reports, slides

if TYPE_CHECKING:
    from factories.canaries.draft import Draft
    from factories.canaries.people import Patient
    from factories.canaries.shelf import Corpus, Fill


def objects(corpus: Corpus) -> None:
    """Write what is made from images: reports, segmentations, plans, states, maps, slides."""
    for patient in corpus.people[: corpus.size.bearers]:
        _objects_of(corpus, patient)


def _objects_of(corpus: Corpus, patient: Patient) -> None:
    study = patient.studies[0]
    images = corpus.images[study.uid]

    def add(name: str, kind: tuple[str, str], fill: Fill) -> Draft:
        return corpus.add(f"{name}-{patient.number}.dcm", patient, study, kind, fill)

    add("sr", (reports.COMPREHENSIVE_SR, "SR"), lambda draft: reports.report(draft, images))
    add("sr-phrases", (reports.ENHANCED_SR, "SR"), phrases.report)
    add("ko", (reports.KEY_OBJECT, "KO"), lambda draft: reports.key_object(draft, images))
    add("seg", (derived.SEGMENTATION, "SEG"), lambda draft: derived.segmentation(draft, images))
    add("pr", (derived.PRESENTATION, "PR"), lambda draft: derived.presentation(draft, images))
    add("pm", (derived.PARAMETRIC_MAP, "OT"), lambda draft: derived.parametric_map(draft, images))
    add("rwvm", (derived.VALUE_MAP, "RWV"), lambda draft: derived.value_map(draft, images))
    contours = add(
        "rtstruct", (planning.STRUCTURE_SET, "RTSTRUCT"), lambda d: planning.structure_set(d, images)
    )
    planned = add("rtplan", (planning.PLAN, "RTPLAN"), lambda d: planning.plan(d, contours.sop_uid))
    add("rtdose", (planning.DOSE, "RTDOSE"), lambda d: planning.dose(d, planned.sop_uid, contours.sop_uid))
    add("slide", (slides.WHOLE_SLIDE, "SM"), slides.pyramid)


def set_aside(corpus: Corpus) -> None:
    """Write what need not come out: documents, signals, a slide's label and overview."""
    patient = corpus.people[0]
    for name, (sop_class, modality, maker) in documents.DOCUMENTS.items():
        corpus.add(f"aside/{name}.dcm", patient, patient.studies[1], (sop_class, modality), maker)
    corpus.add("aside/label.dcm", patient, patient.studies[1], (slides.WHOLE_SLIDE, "SM"), slides.label)
    corpus.add("aside/overview.dcm", patient, patient.studies[1], (slides.WHOLE_SLIDE, "SM"), slides.overview)
