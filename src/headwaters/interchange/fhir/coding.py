"""Code systems by their short names, and the codings of a CodeableConcept.

Source of the URIs: HL7 Terminology (THO) and FHIR R4, "Using Code Systems". A system that is not listed keeps its
own URI.
"""

from __future__ import annotations

from typing import Any

SHORT_NAMES = {
    "http://hl7.org/fhir/sid/cvx": "cvx",
    "urn:oid:2.16.840.1.113883.12.292": "cvx",
    "http://loinc.org": "loinc",
    "urn:oid:2.16.840.1.113883.6.1": "loinc",
    "http://snomed.info/sct": "snomed",
    "urn:oid:2.16.840.1.113883.6.96": "snomed",
    "http://hl7.org/fhir/sid/icd-10-cm": "icd10cm",
    "urn:oid:2.16.840.1.113883.6.90": "icd10cm",
    "http://www.cms.gov/Medicare/Coding/ICD10": "icd10pcs",
    "http://hl7.org/fhir/sid/icd-10-pcs": "icd10pcs",
    "urn:oid:2.16.840.1.113883.6.4": "icd10pcs",
    "http://www.ama-assn.org/go/cpt": "cpt",
    "urn:oid:2.16.840.1.113883.6.12": "cpt",
    "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets": "hcpcs",
    "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets": "hcpcs",
    "urn:oid:2.16.840.1.113883.6.285": "hcpcs",
    "http://www.nlm.nih.gov/research/umls/rxnorm": "rxnorm",
    "http://hl7.org/fhir/sid/ndc": "ndc",
    "http://www.ada.org/cdt": "cdt",
    "http://unitsofmeasure.org": "ucum",
}

Codings = tuple[tuple[str, str], ...]


def codings_of(concept: dict[str, Any] | None) -> Codings:
    """(system, code) of every coding that has both; what only stands there as text has no coding."""
    if not concept:
        return ()
    return tuple(
        (SHORT_NAMES.get(coding["system"], coding["system"]), coding["code"])
        for coding in concept.get("coding", ())
        if "system" in coding and "code" in coding
    )


def all_codings(concepts: list[dict[str, Any]] | None) -> Codings:
    """The codings of several concepts, each once, in their order."""
    if not concepts:
        return ()
    if len(concepts) == 1:
        return codings_of(concepts[0])
    return tuple(dict.fromkeys(pair for concept in concepts for pair in codings_of(concept)))


def first_code(concept: dict[str, Any] | None) -> str | None:
    """The code of the first coding, else the concept's text."""
    if not concept:
        return None
    for coding in concept.get("coding", ()):
        if "code" in coding:
            return str(coding["code"])
    text = concept.get("text")
    return str(text) if text else None


def word(status: str | None) -> str | None:
    """A FHIR code as the blueprint writes it: `entered-in-error` is `entered_in_error`."""
    return status.replace("-", "_") if status else None
