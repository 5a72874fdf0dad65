"""Codes that speak of a pregnancy, its birth or its loss, by short name of the code system.

Sources: SNOMED CT US edition 2024-09 terms as printed in HL7 and vendor value sets (IPS pregnancy status and
expected date value sets, HL7 vital records birth and fetal death IG, FHIR R4 examples); ICD-10-CM and ICD-10-PCS
2025 tabular lists (CMS); CPT maternity care section. A set names single codes; a tuple of prefixes stands for
everything under them. A code counts, never a display: one published sample prints another term beside 156073000.
"""

from __future__ import annotations

from collections.abc import Mapping

from headwaters.interchange.fhir.coding import Codings

PREGNANT = {
    # pregnancy, normal, high risk, multiple, twin, triplet
    "snomed": frozenset({"77386006", "72892002", "47200007", "16356006", "65147003", "64254006"}),
}
PREGNANT_PREFIXES = {"icd10cm": ("Z33.1", "Z34", "O09", "O30", "Z3A")}

PRENATAL_VISIT = {
    "snomed": frozenset({"424441002", "424619006"}),
    "cpt": frozenset({"59425", "59426", "0500F", "0501F", "0502F"}),
}

OBSTETRIC_STAY = {"snomed": frozenset({"183460006"})}
"""Admission for obstetric reasons: a stay, not yet a birth."""

DELIVERED = {
    # delivery procedure, instrumental, normal; cesarean, elective, emergency; vacuum, forceps, breech, vaginal;
    # livebirth, single live birth, delivery normal
    "snomed": frozenset(
        {"236973005", "236974004", "177184002", "11466000", "177141003", "274130007", "61586001", "302383004",
         "237311001", "700000006", "281050002", "169826009", "48782003"}
    ),
    "cpt": frozenset(
        {"59400", "59409", "59410", "59510", "59514", "59515", "59610", "59612", "59614", "59618", "59620", "59622"}
    ),
}  # fmt: skip
DELIVERED_PREFIXES = {
    "icd10pcs": ("10D0", "10E0"),
    "icd10cm": ("O80", "O82", "Z37.0", "Z37.2", "Z37.3", "Z37.5", "Z37.6", "Z37.9"),
}

LOST = {
    # miscarriage: any, first and second trimester, complete, incomplete; blighted ovum; ectopic, tubal; stillbirth,
    # fetal death
    "snomed": frozenset(
        {"17369002", "19169002", "85116003", "156073000", "156072005", "35999006", "34801009", "79586000",
         "237364002", "276507005"}
    ),
    "cpt": frozenset({"59812", "59820", "59821", "59830", "59120", "59121", "59150", "59151"}),
}  # fmt: skip
LOST_PREFIXES = {
    "icd10cm": ("O00", "O01", "O02", "O03", "O36.4", "Z37.1", "Z37.4", "Z37.7"),
    "icd10pcs": ("10T2",),
}

INDUCED = {
    # induced termination of pregnancy (procedure, disorder), termination of pregnancy
    "snomed": frozenset({"714812005", "57797005", "386639001"}),
    "cpt": frozenset({"59840", "59841", "59850", "59851", "59852", "59855", "59856", "59857"}),
}
INDUCED_PREFIXES = {"icd10cm": ("O04", "Z33.2"), "icd10pcs": ("10A0",)}

DUE_DATE = frozenset({"11778-8", "11779-6", "11780-4", "57064-8", "90368-2"})
"""LOINC: estimated delivery date, also from the last period, from ovulation. Source: HL7 IPS value set edd-method."""

LAST_PERIOD = frozenset({"8665-2"})
"""LOINC: first day of the last menstrual period."""

PREGNANCY_STATUS = frozenset({"82810-3"})
"""LOINC: pregnancy status. Source: US Core 7.0.0, us-core-observation-pregnancystatus."""


def fits(
    codings: Codings, codes: Mapping[str, frozenset[str]], prefixes: Mapping[str, tuple[str, ...]] | None = None
) -> bool:
    """Whether any coding is one of `codes`, or stands under one of `prefixes` (ICD codes with or without their dot)."""
    for system, code in codings:
        if system in codes and code in codes[system]:
            return True
        if prefixes and system in prefixes and _under(code, prefixes[system]):
            return True
    return False


def _under(code: str, prefixes: tuple[str, ...]) -> bool:
    return code.startswith(prefixes) or code.startswith(tuple(prefix.replace(".", "") for prefix in prefixes))
