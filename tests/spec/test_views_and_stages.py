"""Chapter 16: what a reader may use, and what does not exist yet."""

from headwaters.domain.history.view import View

chapter = 16
title = "Views and stages"

PROTECTED = """
    facts: {uses_substances: {type: boolean, of: birthing_parent, sensitive: substance_use}}
    events: {treatment_visit: {sensitive: substance_use}}
    elements:
      treatment: {recipient: birthing_parent, for: uses_substances, touchpoints: {t: {due_by: birth + 30 days, done_by: [{event: treatment_visit}]}}}
      contact:
        touchpoints:
          t:
            due_by: birth + 30 days
            done_by: [{event: visit}]
    """


def test_elements_of_a_protected_subject_are_absent_unless_it_is_switched_on(spec):
    """Without mark or gap: not a row says that something is hidden."""
    said = {
        "facts": """
        who    | fact            | value
        mother | uses_substances | yes""",
        "events": """
        who    | event           | day
        mother | treatment_visit | 2024-03-10""",
        "as_of": "2024-03-20",
    }
    spec(
        PROTECTED,
        **said,
        rows="""
        touchpoint  | status
        treatment.t | reached
        contact.t   | due""",
    )
    spec(
        PROTECTED,
        **said,
        view=View(subjects=frozenset()),
        rows="""
        touchpoint | status
        contact.t  | due""",
        absent="""
        touchpoint
        treatment.t""",
    )
    spec(
        PROTECTED,
        **said,
        view=View(subjects=frozenset({"substance_use"})),
        rows="""
        touchpoint  | status
        treatment.t | reached""",
    )


def test_a_need_that_holds_a_day_against_a_protected_span_is_absent_too(spec):
    """What a span is counted from is read like anything else; an element that asks about it would tell of it."""
    spec(
        """
        events: {mood_visit: {sensitive: mental_health}}
        anchors: {mood_day: {first: [{event: mood_visit}], else: birth + 1 year}, half_year: birth + 6 months}
        spans: {after_mood: [mood_day, mood_day + 1 year]}
        elements:
          telling: {for: half_year in after_mood, touchpoints: {t: {due_by: birth + 30 days, done_by: [{event: visit}]}}}
          plain: {touchpoints: {t: {due_by: birth + 30 days, done_by: [{event: visit}]}}}
        """,
        as_of="2024-06-20",
        view=View(subjects=frozenset()),
        rows="""
        touchpoint | status
        plain.t    | overdue""",
        absent="""
        touchpoint
        telling.t""",
    )


def test_an_event_of_an_agency_outside_the_view_changes_nothing(spec):
    """The row is as if it had never been told."""
    said = {
        "blueprint": """
        elements:
          visit: {touchpoints: {t: {due_by: birth + 30 days, done_by: [{event: visit}]}}}
        """,
        "events": """
        event | day        | agency
        visit | 2024-03-10 | shelter
        visit | 2024-03-12 | clinic""",
        "as_of": "2024-03-20",
    }
    spec(
        **said,
        rows="""
        touchpoint | status  | matched    | agency
        t          | reached | 2024-03-10 | shelter""",
    )
    spec(
        **said,
        view=View(agencies=frozenset({"clinic"})),
        rows="""
        touchpoint | status  | matched    | agency
        t          | reached | 2024-03-12 | clinic""",
    )
    spec(
        **said,
        view=View(agencies=frozenset({"county"})),
        rows="""
        touchpoint | status | matched
        t          | due    |""",
    )


def test_a_proposed_element_is_never_judged_and_never_a_crack(spec):
    """It does not exist here yet. What is starting or running is judged."""
    spec(
        """
        elements:
          proposed: {stage: proposed, touchpoints: {t: {due_by: birth + 30 days, done_by: [{event: visit}]}}}
          running: {stage: running, touchpoints: {t: {due_by: birth + 30 days, done_by: [{event: visit}]}}}
        """,
        as_of="2024-06-20",
        rows="""
        touchpoint | status   | crack
        proposed.t | proposed |
        running.t  | overdue  | not_offered""",
    )


def test_a_proposed_element_still_says_for_whom_it_would_be(spec):
    """So that need can be counted; what would follow it is not triggered."""
    spec(
        """
        facts: {covered: {type: boolean}}
        elements:
          proposed: {stage: proposed, for: covered, touchpoints: {t: {due_by: birth + 30 days, done_by: [{event: visit}]}}}
          follows: {touchpoints: {t: {after: proposed.t, within: 30 days, done_by: [{event: call}]}}}
        """,
        children="""
        child | birth
        ana   | 2024-03-01
        ben   | 2024-03-01""",
        facts="""
        who | fact    | value
        ana | covered | yes
        ben | covered | no""",
        as_of="2024-06-20",
        rows="""
        who | touchpoint | status     | reason
        ana | proposed.t | proposed   | stage
        ben | proposed.t | not_needed | need_false
        ana | follows.t  | not_needed | not_triggered""",
    )


def test_a_starting_element_is_judged_from_its_day_and_in_its_place(spec):
    """Before that day, elsewhere, and where it was due before there was anybody to do it, it does not exist yet. What a family received
    all the same counts."""
    spec(
        """
        facts: {county: {type: code, choices: [lane, linn]}}
        elements:
          home: {stage: starting, starts_on: 2024-04-01, place: lane, touchpoints: {early: {due_by: birth + 20 days, done_by: [{event: visit}]}, later: {opens: birth + 21 days, due_by: birth + 60 days, done_by: [{event: call}]}}}
        """,
        children="""
        child    | birth
        here     | 2024-03-01
        there    | 2024-03-01
        received | 2024-03-01""",
        facts="""
        who      | fact   | value
        here     | county | lane
        there    | county | linn
        received | county | linn""",
        events="""
        who      | event | day
        received | call  | 2024-03-25""",
        rows="""
        as_of      | who      | touchpoint | status
        2024-03-31 | here     | later      | proposed
        2024-04-01 | here     | later      | due
        2024-05-01 | here     | later      | overdue
        2024-05-01 | here     | early      | proposed
        2024-05-01 | there    | later      | proposed
        2024-05-01 | received | later      | reached""",
    )
