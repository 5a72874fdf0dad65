"""Whether FHIR resources are read as columns or one by one, the same is known afterwards and the same is reported."""

from __future__ import annotations

import json
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from loading import RECEIVED
from test_columns_say_what_rows_say import BLUEPRINT, known

from headwaters.practice.records.actions import load
from headwaters.sources import fhir_columns
from headwaters.sources.fhir_bulk import FhirFiles

CODES = st.sampled_from([
    {"coding": [{"system": "http://hl7.org/fhir/sid/cvx", "code": "110"}]},
    {"coding": [{"system": "http://loinc.org", "code": "77307-7"}, {"system": "http://loinc.org", "code": "x"}]},
    {"coding": [{"system": "http://snomed.info/sct", "code": "77386006"}]},  # pregnant
    {"coding": [{"system": "http://snomed.info/sct", "code": "17369002"}]},  # a loss
    {"text": "something"}, {}, {"coding": "no list"}, "no concept",
])  # fmt: skip
DAYS = st.sampled_from(
    ["2026-01-05", "2026-02-07T10:00:00-08:00", "2026-02-07T10:00:00Z", "2026-02", "2026", "2026-02-30", "soon", "", 7]
)
PERIODS = st.fixed_dictionaries({}, optional={"start": DAYS, "end": DAYS})
ABOUT = st.sampled_from([
    {"reference": "Patient/K1"}, {"reference": "Patient/K2"}, {"reference": "Patient/nobody"}, {"reference": "Group/1"},
    {"reference": "https://there.example/Patient/K1/_history/2"}, {"reference": 5}, {"reference": "Patient/K1", "display": "D"}, {}, "K1",
    {"identifier": {"system": "mrn", "value": "7"}}, {"reference": "Patient?identifier=mrn|7"},
])  # fmt: skip
STATUS = st.sampled_from(["finished", "completed", "final", "entered-in-error", "planned", 3])
META = st.sampled_from(
    [{"versionId": "1"}, {"versionId": "2"}, {"lastUpdated": "2026-03-01T00:00:00Z"}, {}, "meta", []]
)
QUANTITY = st.sampled_from(
    [{"value": 3.4, "unit": "ug/dL"}, {"value": 12, "code": "{score}"}, {"value": 2, "comparator": "<"}, {"unit": "kg"}, {"value": "3"}, {"value": True}]
)  # fmt: skip
FURTHER: dict[str, st.SearchStrategy[Any]] = {
    "meta": META, "type": st.lists(CODES, max_size=2), "serviceType": CODES, "reasonCode": st.lists(CODES, max_size=1),
    "vaccineCode": CODES, "code": CODES, "period": PERIODS, "class": st.just({"code": "AMB"}), "text": st.just({"div": "words"}),
    "valueQuantity": QUANTITY, "valueInteger": st.just(5), "valueBoolean": st.booleans(), "valueString": st.sampled_from(["a", "b"]),
    "valueCodeableConcept": CODES, "component": st.lists(st.fixed_dictionaries({"code": CODES, "valueQuantity": QUANTITY}), max_size=1),
    "performer": st.just([{"actor": {"reference": "Organization/o1"}}]), "serviceProvider": st.just({"reference": "Organization/o1"}),
    **{f"{stem}{kind}": DAYS for stem in ("occurrence", "effective", "performed") for kind in ("DateTime", "Instant")},
    **{f"{stem}Period": PERIODS for stem in ("occurrence", "effective", "performed")},
}  # fmt: skip
PERSON = {"Immunization": "patient"}
USUAL: dict[str, dict[str, Any]] = {
    "Encounter": {"status": "finished", "period": {"start": "2026-01-05", "end": "2026-01-05"}},
    "Immunization": {"status": "completed", "occurrenceDateTime": "2026-01-05"},
    "Observation": {
        "status": "final",
        "effectiveDateTime": "2026-01-05",
        "valueQuantity": {"value": 3, "unit": "ug/dL"},
    },
    "Procedure": {"status": "completed", "performedDateTime": "2026-01-05"},
}


@st.composite
def resources(draw: st.DrawFn, kind: str) -> list[str]:
    """Lines of one file: mostly ordinary resources of one type, and others that are unusual in every way we thought of."""
    lines = []
    for number in range(draw(st.integers(0, 12))):
        one = {
            "resourceType": kind,
            "id": str(number % 9),
            PERSON.get(kind, "subject"): {"reference": "Patient/K1"},
            **USUAL[kind],
        }
        changes = st.fixed_dictionaries({}, optional={**FURTHER, PERSON.get(kind, "subject"): ABOUT, "status": STATUS})
        if draw(st.booleans()):
            one |= draw(changes)
        if draw(st.integers(0, 9)) == 0:
            one.pop(draw(st.sampled_from(sorted(one))))
        lines.append(json.dumps(one))
    if draw(st.integers(0, 3)) == 0:
        odd = st.sampled_from(["", "not json", "[]", '{"resourceType": "Basic", "id": "b"}', '{"id": "x"'])
        lines.insert(draw(st.integers(0, len(lines))), draw(odd))
    return lines


DELIVERY = st.fixed_dictionaries({kind: resources(kind) for kind in USUAL})
PATIENTS = [
    {"resourceType": "Patient", "id": "K1", "birthDate": "2025-03-14", "identifier": [{"system": "mrn", "value": "7"}]},
    {"resourceType": "Patient", "id": "K2"},
]
ORGANIZATION = {"resourceType": "Organization", "id": "o1", "name": "Clinic"}


def write(folder: Path, files: dict[str, list[str]], *, agencies: bool) -> Path:
    folder.mkdir(parents=True)
    (folder / "fhir_source.csv").write_text("source,agency,kinds\nclinic,primary_care,\n", encoding="utf-8")
    if agencies:
        (folder / "fhir_agencies.csv").write_text("organization,agency\nClinic,hospital\n", encoding="utf-8")
    lines = {"Patient": [json.dumps(one) for one in PATIENTS], "Organization": [json.dumps(ORGANIZATION)], **files}
    for kind, some in lines.items():
        (folder / f"{kind}.ndjson").write_text("".join(f"{line}\n" for line in some), encoding="utf-8")
    return folder


def loaded(folders: list[Path], *, columns: bool) -> tuple[object, object]:
    reports = []
    with transaction.atomic():
        for number, folder in enumerate(folders):
            received = RECEIVED.replace(month=5 + number)
            found = [(FhirFiles(columns_from=1), folder)]
            how = {"columns": columns, "group": 3, "packed_from": 2}
            reports.append(load(found, received=received, blueprint=BLUEPRINT, **how).as_json())  # type: ignore[arg-type]
        content = known()
        transaction.set_rollback(True)
    return content, reports


@pytest.mark.django_db
@settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    deadline=None,
    max_examples=40,
    phases=[Phase.explicit, Phase.generate],
)
@given(first=DELIVERY, second=DELIVERY, agencies=st.booleans(), at_once=st.sampled_from([2, 1000]))
def test_unusual_resources_and_their_corrections_leave_the_same_by_columns_and_one_by_one(
    first: dict[str, list[str]], second: dict[str, list[str]], agencies: bool, at_once: int
) -> None:
    with tempfile.TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patch:
        patch.setattr(fhir_columns, "AT_ONCE", at_once)
        folders = [
            write(Path(place) / str(number) / "clinic", files, agencies=agencies)
            for number, files in enumerate((first, second, first))
        ]
        (by_columns, told), (by_rows, said) = loaded(folders, columns=True), loaded(folders, columns=False)
    assert by_columns == by_rows
    assert json.dumps(told) == json.dumps(said)


def test_an_ordinary_resource_is_never_read_alone(tmp_path: Path) -> None:
    """What makes large exports quick: of 500 shots of two kinds, two are read by themselves."""
    shots = [
        {**USUAL["Immunization"], "resourceType": "Immunization", "id": str(n), "patient": {"reference": f"Patient/K{n % 50}"},
         "vaccineCode": {"coding": [{"system": "http://hl7.org/fhir/sid/cvx", "code": str(n % 2)}]},
         "occurrenceDateTime": f"{date(2026, 1, 1 + n % 28)}T10:00:{n % 60:02}Z", "meta": {"versionId": str(n)}}
        for n in range(500)
    ]  # fmt: skip
    folder = write(tmp_path / "clinic", {"Immunization": [json.dumps(one) for one in shots]}, agencies=False)
    blocks = [item for item in FhirFiles(columns_from=10).deliver(folder) if hasattr(item, "patterns")]
    assert [(len(block), len(block.alone), len(block.patterns.readings)) for block in blocks] == [(500, 0, 2)]
