"""Chapter 17: who counts, who is out, who met it, and how much of a repeating service was kept."""

chapter = 17
title = "Measures and dose"

YEAR = """
    facts: {covered: {type: boolean}}
    anchors: {first_birthday: birth + 1 year}
    events: {hospice: {end: running}}
    elements:
      lead: {touchpoints: {m12: {opens: birth + 10 months, due_by: birth + 12 months, closes: birth + 24 months, done_by: [{event: lead_test}]}}}
      well_child: {done_by: [{event: visit}], touchpoints: {m9: {opens: birth + 8 months, due_by: birth + 10 months, closes: birth + 11 months}, m12: {opens: birth + 11 months, due_by: birth + 13 months, closes: birth + 14 months}}}
    measures:
      ready: {period: calendar year, who: {for: first_birthday in period and covered, requires: {count: {event: visit}, within: period}}, out: {requires: {count: {event: hospice, relation: touches}, within: period}}, met: {all: [lead.m12, well_child]}}
    """


def test_a_measure_is_nested(spec):
    """Out only among those who belong to it; met only among those who are not out; late is met as well. What is missing is the list of
    touchpoints that were not reached."""
    spec(
        YEAR,
        children="""
        child       | birth
        met         | 2024-03-01
        late        | 2024-03-01
        missing     | 2024-03-01
        out         | 2024-03-01
        not covered | 2024-03-01
        not seen    | 2024-03-01
        unknown     | 2024-03-01
        younger     | 2025-03-01""",
        facts="""
        who         | fact    | value
        met         | covered | yes
        late        | covered | yes
        missing     | covered | yes
        out         | covered | yes
        not covered | covered | no
        not seen    | covered | yes
        younger     | covered | yes""",
        events="""
        who         | event     | day        | end
        met         | lead_test | 2025-02-20 |
        met         | visit     | 2024-12-01 |
        met         | visit     | 2025-02-20 |
        late        | lead_test | 2025-06-20 |
        late        | visit     | 2025-01-20 |
        late        | visit     | 2025-04-20 |
        missing     | visit     | 2025-02-20 |
        out         | hospice   | 2024-11-01 |
        out         | visit     | 2025-02-20 |
        not covered | visit     | 2025-02-20 |
        unknown     | visit     | 2025-02-20 |
        younger     | visit     | 2025-12-20 |""",
        as_of="2025-12-31",
        counted="""
        measure | child       | who | out | met | missing
        ready   | met         | yes | no  | yes |
        ready   | late        | yes | no  | yes |
        ready   | missing     | yes | no  | no  | lead.m12, well_child.m9
        ready   | out         | yes | yes | no  |
        ready   | not covered | no  | no  | no  |
        ready   | not seen    | no  | no  | no  |
        ready   | unknown     |     |     | no  |
        ready   | younger     | no  | no  | no  |""",
    )


def test_both_days_of_a_period_belong_to_it(spec):
    """A birthday on its first or last day is in it."""
    spec(
        """
        anchors: {first_birthday: birth + 1 year}
        elements:
          lead: {touchpoints: {m12: {due_by: birth + 12 months, done_by: [{event: lead_test}]}}}
        measures:
          april: {period: [2025-04-01, 2025-04-30], who: {for: first_birthday in period}, met: {all: [lead]}}
        """,
        children="""
        child      | birth
        day before | 2024-03-31
        first day  | 2024-04-01
        last day   | 2024-04-30
        day after  | 2024-05-01""",
        as_of="2025-12-31",
        counted="""
        measure | child      | who
        april   | day before | no
        april   | first day  | yes
        april   | last day   | yes
        april   | day after  | no""",
    )


def test_a_dose_is_the_share_of_past_slots_that_were_reached(spec):
    """What is still open, declined, ended, asked for or unobserved is in neither number, and counted beside it. Where nothing is past
    there is no share."""
    spec(
        """
        elements:
          home: {declined_by: [{event: said_no}], touchpoints: {visit: {repeat: {every: 1 week, times: 5, from: birth}, done_by: [{event: visit}]}}}
        measures: {dose: {share_of: home.visit}}
        """,
        children="""
        child    | birth
        some     | 2024-03-01
        declined | 2024-03-01
        new      | 2024-03-20""",
        events="""
        who      | event   | day
        some     | visit   | 2024-03-02
        some     | visit   | 2024-03-16
        declined | visit   | 2024-03-02
        declined | said_no | 2024-03-17""",
        as_of="2024-03-23",
        counted="""
        measure | child    | reached | past | share | beside
        dose    | some     | 2       | 3    | 0.67  | 1 due, 1 upcoming
        dose    | declined | 1       | 2    | 0.50  | 3 declined
        dose    | new      | 0       | 0    |       | 1 due, 4 upcoming""",
    )
