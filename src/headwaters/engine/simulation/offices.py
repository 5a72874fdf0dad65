"""The agencies' offices that write things down: what each would tell, about where, how soon, and until when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from headwaters.engine.simulation.parameters import Parameters


class Shape(StrEnum):
    """How an office sends its files."""

    CSV = "csv"
    FHIR = "fhir"


@dataclass(frozen=True, slots=True)
class Office:
    """A source: an agency's extract. `agency` is the blueprint's key; `kinds` it would tell about; `identifiers` it shares.

    `prefix` begins its own ids. `counties` empty: the whole state; `only_in`: a kind it tells of in fewer
    counties. `register`: its births are the denominator.
    """

    id: str
    agency: str
    title: str
    prefix: str
    kinds: tuple[str, ...]
    identifiers: tuple[str, ...]
    counties: tuple[str, ...] = ()
    only_in: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    register: bool = False
    shape: Shape = Shape.CSV


@dataclass(frozen=True, slots=True)
class Watch:
    """The days an office reported on: from `from_` through `through`, and what it sends is dated `sent`."""

    from_: date
    through: date
    sent: date


def watches(office: Office, p: Parameters, as_of: date) -> tuple[Watch, ...]:
    """Spans of an office's reporting. An office listed in `reporting.stopped` ends early; one in `reporting.gaps` has a hole.

    Spans end `lag_days` before the extract was sent, because later rows may still be on their way.
    """
    return p.once((office.id, as_of), lambda: _watches(office, p, as_of))


def _watches(office: Office, p: Parameters, as_of: date) -> tuple[Watch, ...]:
    first = as_of - timedelta(days=p.whole("reporting.history_days"))
    stopped = int(p.table("reporting.stopped_days_ago").get(office.id, 0))
    sent = as_of - timedelta(days=stopped)
    last = sent - timedelta(days=lag_days(office, p))
    gap: Mapping[str, int] | None = p.table("reporting.gaps").get(office.id)
    if gap is None:
        return (Watch(first, last, sent),)
    hole = as_of - timedelta(days=int(gap["days_ago"]))
    return (
        Watch(first, hole - timedelta(days=1), sent),
        Watch(hole + timedelta(days=int(gap["days"])), last, sent),
    )


def lag_days(office: Office, p: Parameters) -> int:
    return int(p.table("reporting.lag_days")[office.id])


def saw(spans: tuple[Watch, ...], day: date) -> bool:
    return any(span.from_ <= day <= span.through for span in spans)


METRO = ("clackamas", "clatsop", "columbia", "hood_river", "multnomah", "tillamook", "washington")
VALLEY = ("benton", "lane", "lincoln", "linn", "marion", "polk", "yamhill")
SOUTH = ("coos", "curry", "douglas", "jackson", "josephine", "klamath")
EAST = ("crook", "deschutes", "jefferson", "morrow", "umatilla", "union", "wasco")
"""Four children's clinic systems, each for its own counties; from the counties in none of them no clinic sends records."""
NURSE_COUNTIES = (*VALLEY, "jackson", "josephine", "morrow", "multnomah", "umatilla", "union", "washington")
"""Counties with a community lead for Family Connects, in this invented Oregon."""

NAVIGATOR_COUNTIES = (*METRO, *VALLEY, "morrow", "umatilla", "union")
"""Counties whose hub writes down what its navigators offer; of the others nobody knows who was offered what."""

_FAMILY = ("id_birth_certificate", "identifiers")
_CLINIC = ("id_immunization_registry", "id_medicaid", "identifiers")
_CLINIC_KINDS = (
    "well_visit", "dev_screen", "autism_screen", "autism_interview", "checkup_mood_screen", "lead_test", "social_needs_screen",
    "fluoride_varnish", "book_given", "relationship_talk", "ei_referral", "result_letter",
)  # fmt: skip


def _clinic(id_: str, title: str, prefix: str, counties: tuple[str, ...], shape: Shape = Shape.CSV) -> Office:
    return Office(id_, "primary_care", title, prefix, _CLINIC_KINDS, _CLINIC, counties, shape=shape)


OFFICES: Mapping[str, Office] = {
    office.id: office
    for office in (
        Office("births", "birth_registry", "Births and deaths register", "BR",
               ("birth", "death", "pregnancy_loss", "adoption"), ("id_birth_certificate", "id_immunization_registry", "identifiers"),
               register=True),
        Office("hospital", "birth_hospital", "Birth hospitals", "HO",
               ("birth_discharge", "hearing_screen", "bloodspot", "nbq_screen", "fc_offered", "substance_notice"), _FAMILY),
        Office("hearing_registry", "hearing_registry", "Newborn hearing program", "HE",
               ("hearing_screen", "hearing_diagnosis", "ei_enrolment", "notice_sent"), _FAMILY),
        Office("state_lab", "state_lab", "Newborn bloodspot laboratory", "LB",
               ("bloodspot", "bloodspot_result", "bloodspot_recheck"), _FAMILY),
        Office("immunization_registry", "immunization_registry", "Immunization registry", "IR",
               ("immunization",), ("id_birth_certificate", "id_immunization_registry", "identifiers")),
        Office("maternity", "maternity_care", "Prenatal clinics", "MC",
               ("prenatal_visit", "prenatal_class", "postpartum_contact", "postpartum_visit", "depression_screen", "mood_visit"),
               ("id_medicaid", "identifiers")),
        _clinic("clinic_columbia", "Columbia children's clinics", "CC", METRO, Shape.FHIR),
        _clinic("clinic_valley", "Valley children's clinics", "CV", VALLEY),
        _clinic("clinic_south", "South coast children's clinics", "CS", SOUTH),
        _clinic("clinic_east", "High desert children's clinics", "CE", EAST),
        Office("family_connects", "family_connects", "Family Connects", "FC",
               ("fc_offered", "fc_scheduled", "fc_visit", "fc_support_visit", "fc_declined", "fc_accepted", "fc_call"), _FAMILY,
               NURSE_COUNTIES),
        Office("healthy_families", "healthy_families", "Healthy Families Oregon", "HF",
               ("hfo_enrolment", "hfo_visit", "hfo_left"), _FAMILY),
        Office("public_health", "public_health", "County public health nurses", "PH",
               ("bf_intake", "bf_visit", "cacoon_intake", "cacoon_visit", "nfp_enrolment", "nfp_visit", "nfp_left",
                "lead_report", "lead_home_visit"), _FAMILY),
        Office("early_intervention", "early_intervention", "Early intervention programs", "EI",
               ("ei_evaluation", "autism_evaluation", "ifsp_meeting", "ei_service", "ei_exit", "lea_notified",
                "transition_meeting", "iep_meeting"), ("id_birth_certificate", "id_early_intervention", "identifiers")),
        Office("wic", "wic", "WIC", "WI", ("wic_certification", "wic_pickup", "feeding_help"),
               ("id_wic", "id_birth_certificate", "id_medicaid", "identifiers")),
        Office("odhs", "odhs", "Human services", "OD",
               ("snap_application", "snap_approval", "snap_issued", "tanf_application", "tanf_approval", "tanf_paid",
                "erdc_application", "erdc_approval", "erdc_payment", "plan_of_care", "plan_of_care_check", "custody_change",
                "placement_began"),
               ("id_medicaid", "id_birth_certificate", "identifiers")),
        Office("ohp", "ohp", "Oregon Health Plan", "OH", ("ohp_application", "ohp_enrolled"),
               ("id_medicaid", "id_birth_certificate", "identifiers")),
        Office("child_care", "child_care_referral", "Child care resource and referral", "CR",
               ("care_search", "care_started", "care_ended", "baby_promise_place"), _FAMILY),
        Office("early_learning", "learning_hub", "Early learning hubs and navigators", "HU",
               ("navigator_offered", "navigator_accepted", "navigator_declined", "navigator_contact", "family_plan",
                "family_plan_review", "parent_group", "support_check", "peer_call", "food_help", "need_met", "warm_line_call",
                "welcome_message", "ehs_application", "ehs_place", "ehs_visit",
                "preschool_place", "relief_intake", "relief_class", "relief_visit",
                "left_by_choice", "moved_out_of_state", "moved_back"), _FAMILY,
               only_in={"navigator_offered": NAVIGATOR_COUNTIES, "navigator_contact": NAVIGATOR_COUNTIES}),
        Office("books", "imagination_library", "Imagination Library partners", "IL", ("book_registration", "book_mailed"), _FAMILY),
        Office("doulas", "doula_hub", "Doula programs", "DO", ("doula_match", "doula_visit", "doula_birth"),
               ("id_medicaid", "identifiers")),
        Office("counseling", "behavioral_health", "Counseling clinics", "BH", ("mood_visit",), ("id_medicaid", "identifiers")),
        Office("housing", "housing_help", "Housing help agencies", "HH",
               ("housing_referral", "housing_help", "housing_check"), ("identifiers",)),
        Office("food_bank", "food_help", "Food banks", "FB", ("food_help", "meals_started"), ("identifiers",)),
        Office("money", "revenue", "Credits and paid leave", "MO",
               ("kids_credit_claimed", "tax_help_visit", "paid_leave_claim", "paid_leave_approved"), _FAMILY),
        Office("loss_support", "loss_support", "Loss support", "LS",
               ("bereaved", "bereavement_offer", "bereavement_contact", "bereavement_group"), ("identifiers",)),
        Office("dental", "dental", "Dental clinics", "DE", ("dental_visit", "fluoride_varnish"), _CLINIC),
    )
}  # fmt: skip

CLINIC_OF_COUNTY: Mapping[str, str] = {
    county: clinic
    for clinic, counties in (
        ("clinic_columbia", METRO), ("clinic_valley", VALLEY), ("clinic_south", SOUTH), ("clinic_east", EAST),
    )
    for county in counties
}  # fmt: skip
