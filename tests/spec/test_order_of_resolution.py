"""Chapter 15: which rows are believed, asked about a day and as known by a day."""

chapter = 15
title = "Order of resolution"

VISIT = """
    elements:
      visit: {touchpoints: {t: {due_by: birth + 30 days, closes: birth + 60 days, done_by: [{event: visit}]}}}
    """


def test_what_was_received_after_the_day_of_knowledge_is_not_there(spec):
    """`known_by` reads the day on which we received a record; the same day counts. A table of an earlier day can be made again."""
    spec(
        VISIT,
        events="""
        event | day        | recorded
        visit | 2024-03-10 | 2024-04-20""",
        as_of="2024-04-10",
        rows="""
        known_by   | touchpoint | status
        2024-04-10 | t          | overdue
        2024-04-19 | t          | overdue
        2024-04-20 | t          | reached""",
    )


def test_what_happened_after_the_day_asked_about_is_not_there(spec):
    """Though we know of it."""
    spec(
        VISIT,
        events="""
        event | day        | recorded
        visit | 2024-04-11 | 2024-04-11""",
        known_by="2024-12-31",
        rows="""
        as_of      | touchpoint | status
        2024-04-10 | t          | overdue
        2024-04-11 | t          | reached_late""",
    )


def test_a_correction_replaces_the_record(spec):
    """Of the rows of one record, those received last hold; among those, the agency's highest revision."""
    spec(
        VISIT,
        children="""
        child       | birth
        by recorded | 2024-03-01
        by revision | 2024-03-01""",
        events="""
        who         | event | day        | record | recorded   | revision
        by recorded | visit | 2024-03-10 | r1     | 2024-03-11 | 2
        by recorded | visit | 2024-03-20 | r1     | 2024-03-21 | 1
        by revision | visit | 2024-03-20 | r2     | 2024-03-21 | 2
        by revision | visit | 2024-03-10 | r2     | 2024-03-21 | 1""",
        rows="""
        as_of      | known_by   | who         | touchpoint | matched
        2024-04-10 | 2024-04-10 | by recorded | t          | 2024-03-20
        2024-04-10 | 2024-03-15 | by recorded | t          | 2024-03-10
        2024-04-10 | 2024-04-10 | by revision | t          | 2024-03-20""",
    )


def test_a_record_corrected_to_another_day_has_left_the_first(spec):
    """Also where the corrected day lies after the day asked about: the old version does not come back."""
    spec(
        VISIT,
        events="""
        event | day        | record | recorded   | revision
        visit | 2024-03-10 | r1     | 2024-03-11 | 0
        visit | 2024-04-20 | r1     | 2024-04-02 | 0""",
        rows="""
        as_of      | known_by   | touchpoint | status
        2024-04-05 | 2024-03-31 | t          | reached
        2024-04-05 | 2024-04-05 | t          | overdue
        2024-04-20 | 2024-04-20 | t          | reached_late""",
    )


def test_a_retracted_record_is_gone(spec):
    """Entered in error: as if it had never been, from the day on which that was received."""
    spec(
        VISIT,
        events="""
        event | day        | record | recorded   | status
        visit | 2024-03-10 | r1     | 2024-03-11 |
        visit | 2024-03-10 | r1     | 2024-03-15 | entered_in_error""",
        as_of="2024-04-10",
        rows="""
        known_by   | touchpoint | status
        2024-03-14 | t          | reached
        2024-03-15 | t          | overdue""",
    )


def test_if_any_row_of_the_latest_version_is_in_error_the_record_is_gone(spec):
    """A record is whole: one of its codings cannot be wrong alone."""
    spec(
        VISIT,
        events="""
        event | day        | record | recorded   | status           | code
        visit | 2024-03-10 | r1     | 2024-03-11 |                  | cpt:99391
        visit | 2024-03-10 | r1     | 2024-03-11 | entered_in_error | cpt:99392""",
        as_of="2024-04-10",
        rows="""
        touchpoint | status
        t          | overdue""",
    )


def test_a_record_taken_back_may_be_told_again(spec):
    """The latest version holds, whatever came before."""
    spec(
        VISIT,
        events="""
        event | day        | record | recorded   | status
        visit | 2024-03-10 | r1     | 2024-03-11 |
        visit | 2024-03-10 | r1     | 2024-03-15 | entered_in_error
        visit | 2024-03-12 | r1     | 2024-03-20 |""",
        as_of="2024-04-10",
        rows="""
        touchpoint | status  | matched
        t          | reached | 2024-03-12""",
    )


def test_records_of_different_sources_are_different_records(spec):
    """The same number from two agencies is a coincidence: taking one back leaves the other."""
    spec(
        VISIT,
        events="""
        event | day        | record | recorded   | status           | agency
        visit | 2024-03-10 | 17     | 2024-03-11 |                  | clinic
        visit | 2024-03-12 | 17     | 2024-03-13 |                  | county
        visit | 2024-03-10 | 17     | 2024-03-15 | entered_in_error | clinic""",
        as_of="2024-04-10",
        rows="""
        touchpoint | status  | matched    | agency
        t          | reached | 2024-03-12 | county""",
    )


def test_the_rows_of_one_record_are_one_event(spec):
    """Loading a row twice changes nothing, and several codings are one visit: also for a requirement that counts every event."""
    spec(
        """
        elements:
          shots: {touchpoints: {t: {due_by: birth + 60 days, requires: {count: {event: shot}, at_least: 2, on: every event, within: [birth, birth + 60 days]}}}}
        """,
        events="""
        event | day        | record | code
        shot  | 2024-03-10 | r1     | cvx:1
        shot  | 2024-03-10 | r1     | cvx:1
        shot  | 2024-03-10 | r1     | cvx:2""",
        as_of="2024-04-10",
        rows="""
        touchpoint | status
        t          | due""",
    )


def test_an_end_in_the_future_is_read_as_not_ended_unless_it_is_planned(spec):
    """A stay's end is not known in advance; a certification's is."""
    spec(
        """
        events: {certification: {end: planned}, stay: {end: running}}
        spans: {april: [2024-04-01, 2024-04-30]}
        elements:
          planned: {touchpoints: {first: {due_by: birth + 30 days, done_by: [{event: certification}]}, renew: {opens: first.end, due_by: first.end + 30 days, done_by: [{event: certification}]}}}
          happened: {touchpoints: {first: {due_by: birth + 30 days, done_by: [{event: stay}]}, after: {opens: first.end, due_by: first.end + 30 days, done_by: [{event: call}]}}}
        """,
        events="""
        event         | day        | end        | recorded
        certification | 2024-03-10 | 2024-05-10 | 2024-03-10
        stay          | 2024-03-10 | 2024-05-10 | 2024-05-10""",
        known_by="2024-06-30",
        rows="""
        as_of      | touchpoint     | opens      | status
        2024-04-10 | planned.renew  | 2024-05-10 | upcoming
        2024-04-10 | happened.after | unknown    | ask
        2024-05-10 | happened.after | 2024-05-10 | due""",
    )


def test_facts_are_corrected_and_taken_back_like_events(spec):
    """An answer written down in error leaves the question open."""
    spec(
        """
        facts: {covered: {type: boolean}}
        elements:
          lead: {for: covered, touchpoints: {t: {due_by: birth + 60 days, done_by: [{event: lead_test}]}}}
        """,
        children="""
        child     | birth
        corrected | 2024-03-01
        retracted | 2024-03-01""",
        facts="""
        who       | fact    | value | from       | record | recorded   | status
        corrected | covered | no    | 2024-03-01 | f1     | 2024-03-02 |
        corrected | covered | yes   | 2024-03-01 | f1     | 2024-03-10 |
        retracted | covered | yes   | 2024-03-01 | f2     | 2024-03-02 |
        retracted | covered | yes   | 2024-03-01 | f2     | 2024-03-10 | entered_in_error""",
        as_of="2024-03-20",
        rows="""
        known_by   | who       | touchpoint | status
        2024-03-09 | corrected | t          | not_needed
        2024-03-10 | corrected | t          | due
        2024-03-09 | retracted | t          | due
        2024-03-10 | retracted | t          | ask""",
    )


def test_a_fact_kept_private_later_is_unknown_from_then_on(spec):
    """The latest word counts, also where it is a refusal to answer."""
    spec(
        """
        facts: {covered: {type: boolean}}
        elements:
          lead: {for: covered, touchpoints: {t: {due_by: birth + 60 days, done_by: [{event: lead_test}]}}}
        """,
        facts="""
        fact    | value    | from       | recorded
        covered | yes      | 2024-03-01 | 2024-03-02
        covered | withheld | 2024-03-15 | 2024-03-15""",
        rows="""
        as_of      | touchpoint | status | reason   | crack
        2024-03-14 | t          | due    | open     |
        2024-03-15 | t          | ask    | withheld |""",
    )


def test_a_fact_that_begins_after_the_day_asked_about_is_not_known(spec):
    """Though somebody announced it."""
    spec(
        """
        facts: {covered: {type: boolean}}
        elements:
          lead: {for: covered, touchpoints: {t: {due_by: birth + 60 days, done_by: [{event: lead_test}]}}}
        """,
        facts="""
        fact    | value | from       | recorded
        covered | yes   | 2024-04-01 | 2024-03-02""",
        rows="""
        as_of      | known_by   | touchpoint | status
        2024-03-31 | 2024-03-31 | t          | ask
        2024-04-01 | 2024-04-01 | t          | due""",
    )


def test_one_record_may_tell_several_kinds_of_event(spec):
    """An encounter that is also a check-up is both; taking the record back takes both."""
    spec(
        """
        elements:
          check_up: {touchpoints: {t: {due_by: birth + 60 days, done_by: [{event: check_up}]}}}
          seen: {touchpoints: {t: {due_by: birth + 60 days, done_by: [{event: encounter}]}}}
        """,
        events="""
        event     | day        | record | recorded   | status
        check_up  | 2024-03-10 | r1     | 2024-03-11 |
        encounter | 2024-03-10 | r1     | 2024-03-11 |
        encounter | 2024-03-10 | r1     | 2024-03-20 | entered_in_error""",
        as_of="2024-04-01",
        rows="""
        known_by   | touchpoint | status
        2024-03-19 | check_up.t | reached
        2024-03-19 | seen.t     | reached
        2024-03-20 | check_up.t | due
        2024-03-20 | seen.t     | due""",
    )
