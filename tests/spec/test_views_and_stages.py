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
