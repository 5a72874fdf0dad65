"""Made-up blueprints that draw on every construct of the language. Windows are short and kinds few, so that drawn events meet them."""

from __future__ import annotations

from random import Random
from typing import Any

from fragments import completed

Document = dict[str, Any]

RECIPIENTS = ("child", "child", "child", "birthing_parent", "household", "caregiver")
OUTCOMES = {"at risk": "zone == 'referral'", "monitor": "zone == 'monitoring'", "typical": "zone == 'above'"}
BASE: Document = {
    "holidays": ["2024-03-29", "2024-04-15", "2024-05-27"],
    "facts": {
        "covered": {"type": "boolean"},
        "consent": {"type": "boolean"},
        "income": {"type": "number", "unit": "percent", "of": "household", "valid_for": "30 days"},
        "coverage": {"type": "code", "choices": ["ohp", "private", "none"]},
        "enrolled": {"type": "date", "of": "birthing_parent"},
        "secret": {"type": "boolean", "sensitive": "substance_use"},
        "county": {"type": "code", "choices": ["lane", "linn"]},
    },
    "events": {
        "screen": {
            "columns": {"zone": {"type": "code", "choices": ["referral", "monitoring", "above"]}, "venous": "boolean"}
        },
        "certification": {"end": "planned"},
        "stay": {"end": "running"},
        "shot": {"counts_if": ["completed"]},
        "said_no": {"end": "planned"},
        "secret_visit": {"sensitive": "substance_use"},
        "visit": {},
        "call": {},
        "plan": {},
        "came_back": {},
        "stopped": {},
        "offer": {},
        "appointment": {},
        "result_letter": {},
        "discharge": {},
        "death": {},
        "loss": {},
        "left_state": {},
        "moved_in": {},
    },
    "codes": {"a": {"cvx": ["1", "9"]}, "strong": {"cvx": ["2", "9"]}, "any": {"lists": ["a", "strong"], "cpt": ["7"]}},
    "anchors": {
        "discharge": {"first": [{"event": "discharge"}], "else": "birth + 2 days"},
        "home": {"last": [{"event": "discharge"}]},
        "day_20": "birth + 20 days",
        "spring": "2024-04-01",
    },
    "spans": {
        "first_days": ["birth", "day_20"],
        "april": ["2024-04-01", "2024-04-30"],
        "until_home": ["birth", "home"],
    },
    "ends": [
        {"event": "death", "why": "died", "of": "child"},
        {"event": "left_state", "why": "moved", "of": "all"},
        {"event": "loss", "why": "loss", "of": "household"},
    ],
    "resumes": [{"event": "moved_in", "why": "returned", "of": "all"}],
}
HANDOFFS: Document = {
    "h1": {
        "from": "primary_care", "to": "partner", "consent": "consent", "way_back": [{"event": "result_letter"}],
        "clocks": {"send": "3 days", "answer": "2 business days", "begin": "12 days", "wait": "9 days", "retry": "5 days", "route": "6 days", "finish": "20 days", "tell": "4 days"},
    },
    "h2": {"from": "primary_care", "to": "early_intervention", "clocks": {"send": "5 days", "answer": "3 business days", "begin": "10 days"}},
}  # fmt: skip
CONDITIONS = (
    "covered", "not covered", "covered or consent", "covered and income < 150", "income <= 185", "100 <= income < 200",
    "coverage == 'ohp'", "coverage != 'ohp'", "coverage in ['ohp', 'none']", "coverage not in ['private']", "income is unknown or income > 50",
    "coverage is known", "age_days >= 15", "age_weeks < 5 or covered", "born", "not born", "age_months == 1", "discharge is known",
    "discharge in first_days", "spring > day_20", "home not in until_home", "enrolled <= day_20", "secret", "discharge in april",
    "age_years < 1", "day_20 in period",
)  # fmt: skip
REQUIREMENTS: tuple[Document, ...] = (
    {"count": {"event": "visit"}, "at_least": 2, "within": ["birth", "birth + 40 days"]},
    {"count": [{"event": "shot", "list": "a"}, {"event": "stay", "relation": "touches"}], "at_least": 2, "within": "first_days"},
    {"count": {"event": "screen"}, "at_least": 2, "within": ["birth - 10 days", "birth + 60 days"], "on": "every event"},
    {"any": [{"count": {"event": "stay", "relation": "inside"}, "within": "april"}, {"count": {"event": "call"}, "at_least": 2, "within": ["birth", "never"]}]},
    {"all": [{"count": {"event": "visit"}, "within": "first_days"}, {"count": {"event": "certification", "relation": "ends_in"}, "within": ["birth", "birth + 90 days"]}]},
    {"count": {"event": "shot", "list": "any"}, "within": ["birth", "birth + 60 days"], "at_least": {"usually": 1, "or": {"if_any": {"event": "shot", "list": "strong"}, "then": 2}}},
    {"count": {"event": "visit"}, "within": ["birth", "birth + 60 days"], "after": {"first": {"event": "screen"}, "within": "first_days"}},
    {"count": [{"event": "visit"}, {"event": "call", "within": ["birth + 10 days", "birth + 50 days"]}], "at_least": 2, "within": "first_days"},
)  # fmt: skip


def drawn_blueprint(rng: Random) -> Document:
    """A whole document. Elements refer to earlier ones only; every construct of parts 2 to 4 is drawn sometimes."""
    elements: dict[str, Document] = drawn_referral(rng) if rng.random() < 0.5 else {}
    for number in range(1, rng.randint(2, 4) + 1):
        elements[f"e{number}"] = drawn_element(rng, elements)
    handoffs = {key: dict(value) for key, value in HANDOFFS.items()}
    routed = [f"{key}.{next(iter(element['touchpoints']))}" for key, element in elements.items() if routes(element)]
    if routed:
        handoffs["h1"]["next_route"] = rng.choice(routed)
    return completed(BASE | {"handoffs": handoffs, "elements": elements})


def drawn_referral(rng: Random) -> dict[str, Document]:
    """A screening, the referral it calls for, the answer, the plan, and where a child goes who is not eligible."""
    recipient = rng.choice(["child", "child", "birthing_parent", "household"])
    windows = {
        "t1": {"due_by": "birth + 20 days", "closes": "birth + 30 days"},
        "t2": {"opens": "birth + 31 days", "due_by": "birth + 50 days"},
    }
    which = rng.choice(["each ", "first ", "last "])
    each = "each " if which == "each " else ""
    referral: Document = {
        "call": {"after": f"{which}screening == 'at risk'", "within": "5 days", "done_by": [{"event": "call"}]},
        "received": {
            "after": f"{each}call",
            "within": "3 business days",
            "done_by": [{"handoff": "h1", "step": "received"}],
            "observed_by": "always",
        },
        "plan": {
            "after": f"{each}{rng.choice(['call', 'received'])}",
            "within": rng.choice(["15 days", "45 days"]),
            "done_by": [{"event": "plan"}],
            "handoff": "h1",
        },
    }
    if rng.random() < 0.5:
        referral["call"]["handoff"] = "h1"
    elements: dict[str, Document] = {
        "screening": {
            "recipient": recipient,
            "done_by": [{"event": "screen"}],
            "outcomes": OUTCOMES,
            "touchpoints": windows,
        },
        "referral": {"recipient": recipient, "touchpoints": referral},
        "route": {
            "recipient": recipient,
            "touchpoints": {
                "intake": {
                    "after": "first referral.plan is not_eligible",
                    "within": "10 days",
                    "done_by": [{"event": "visit"}],
                }
            },
        },
    }
    if rng.random() < 0.3:
        elements["referral"]["until"] = "birth + 70 days"
    if rng.random() < 0.3:
        elements["referral"]["declined_by"] = [{"event": "said_no"}]
    return elements


def routes(element: Document) -> bool:
    return any("is not_eligible" in touchpoint.get("after", "") for touchpoint in element["touchpoints"].values())


def drawn_element(rng: Random, earlier: dict[str, Document]) -> Document:
    element: Document = {"recipient": rng.choice(RECIPIENTS)}
    if rng.random() < 0.45:
        element["for"] = drawn_condition(rng, earlier, element["recipient"])
    if rng.random() < 0.15:
        element["unless"] = rng.choice([drawn_condition(rng, earlier, element["recipient"]), rng.choice(REQUIREMENTS)])
    if rng.random() < 0.3:
        element["until"] = rng.choice(
            ["birth + 60 days", "birth + 2 months", "due_date + 50 days", {"latest": ["day_20", "home"]}]
        )
    if rng.random() < 0.4:
        element["declined_by"] = [{"event": "said_no"}]
    if rng.random() < 0.4:
        element["resumed_by"] = [{"event": "came_back"}]
    if rng.random() < 0.25:
        element["stopped_by"] = [
            {"when": {"event": "stopped"}, "as": rng.choice(["declined", "ended"]), "why": "graduated"}
        ]
    if rng.random() < 0.3:
        element["offered_by"] = [{"event": "offer"}]
        element["accepted_by"] = [{"event": "appointment"}]
    if rng.random() < 0.3:
        element["known_by"] = rng.sample(["clinic", "county"], rng.randint(1, 2))
    if rng.random() < 0.04:
        element["stage"] = rng.choice(["proposed", "running"])
    shape = rng.choice([fixed, fixed, series, repeated, chained, chained, required, crossed])
    element |= shape(rng, earlier, element)
    return element


def drawn_condition(rng: Random, earlier: dict[str, Document], recipient: str) -> str:
    referable = [key for key, element in earlier.items() if element["recipient"] == recipient]
    if referable and rng.random() < 0.35:
        name = rng.choice(referable)
        touchpoint = single(rng, earlier[name])
        about = f"{name}.{touchpoint}" if touchpoint else name
        return rng.choice(
            [f"{about}.reached", f"not {about}.reached", f"{about}.reached and {about}.outcome == 'at risk'", f"{about}.day > day_20",
             f"{about}.status == 'missed'", f"{about}.status in ['due', 'overdue']"]
        )  # fmt: skip
    if rng.random() < 0.25:
        return f"({rng.choice(CONDITIONS)}) {rng.choice(['and', 'or'])} ({rng.choice(CONDITIONS)})"
    return rng.choice(CONDITIONS)


def single(rng: Random, element: Document) -> str | None:
    """A touchpoint of the element that is exactly one: not a repeat, not an instance of `each`."""
    ones = [
        key
        for key, value in element["touchpoints"].items()
        if "repeat" not in value and "each" not in value.get("after", "")
    ]
    return rng.choice(ones) if ones else None


def drawn_matchers(rng: Random) -> list[Document]:
    return rng.choice(
        [
            [{"event": "visit"}],
            [{"event": "visit"}],
            [{"event": "screen"}],
            [{"event": ["visit", "call"]}],
            [{"event": "visit"}, {"event": "screen", "where": "value is known"}],
            [{"event": "shot", "list": "a"}],
            [{"event": "shot", "list": ["a", "strong"], "counts_if": ["completed", "reported"]}],
            [{"event": "screen", "where": "agency == 'clinic' or venous"}],
            [{"event": "visit", "within": "first_days"}],
            [{"event": "stay", "within": "april", "relation": "touches"}],
            [{"event": "secret_visit"}, {"event": "call"}],
            [{"event": "certification"}],
        ]
    )


def fixed(rng: Random, earlier: dict[str, Document], element: Document) -> Document:
    """One to three touchpoints that share their matchers, in order of opening."""
    shared: Document = {"done_by": drawn_matchers(rng)}
    if rng.random() < 0.3:
        shared |= {"done_by": [{"event": "screen"}], "outcomes": OUTCOMES}
    if rng.random() < 0.15:
        shared["observed_by"] = rng.choice(["always", ["call"], ["visit", "call"]])
    start = rng.choice(
        ["birth", "birth", "birth", "discharge", "corrected_birth", "due_date", "pregnancy_start + 36 weeks"]
    )
    day, touchpoints = rng.choice([0, 0, 2, 7]), {}
    for number in range(1, rng.randint(1, 3) + 1):
        due = day + rng.choice([0, 3, 10])
        touchpoint: Document = {"opens": f"{start} + {day} days", "due_by": f"{start} + {due} days"}
        if rng.random() < 0.7:
            touchpoint["closes"] = f"{start} + {due + rng.choice([0, 5, 14])} days"
        touchpoints[f"t{number}"] = touchpoint | trimmings(rng)
        day += rng.choice([0, 4, 12])
        if "closes" not in touchpoint:
            break
    ordered_closes(touchpoints, start)
    return shared | {"touchpoints": touchpoints}


def ordered_closes(touchpoints: dict[str, Document], start: str) -> None:
    """Later touchpoints close no earlier than those before them, as the language asks of what shares matchers."""
    latest = 0
    for touchpoint in touchpoints.values():
        if "closes" in touchpoint:
            latest = max(latest, int(touchpoint["closes"].rsplit(" + ", 1)[1].split()[0]))
            touchpoint["closes"] = f"{start} + {latest} days"


def trimmings(rng: Random) -> Document:
    said: Document = {}
    if rng.random() < 0.4:
        said["handoff"] = rng.choice(["h1", "h2"])
    if rng.random() < 0.12:
        said["for"] = rng.choice(CONDITIONS)
    if rng.random() < 0.1:
        said["declined_by"] = [{"event": "said_no"}]
    return said


def series(rng: Random, earlier: dict[str, Document], element: Document) -> Document:
    """Doses with least intervals."""
    touchpoints: dict[str, Document] = {"dose_1": {"opens": "birth + 5 days", "due_by": "birth + 15 days"}}
    touchpoints["dose_2"] = {"opens": "birth + 14 days", "interval": "10 days", "due_by": "birth + 1 month"}
    if rng.random() < 0.6:
        touchpoints["dose_3"] = {
            "opens": "birth + 3 weeks",
            "interval": "1 month",
            "due_by": "birth + 2 months",
            "closes": "birth + 3 months",
        }
    if rng.random() < 0.3:
        return {"done_by": [{"event": "certification"}], "touchpoints": renewals(rng)}
    return {"done_by": [{"event": "shot", "list": "a"}], "touchpoints": touchpoints}


def renewals(rng: Random) -> dict[str, Document]:
    previous = rng.choice(["first.end", "previous.end"])
    return {
        "first": {"within": "20 days"},
        "renew": {
            "from": previous,
            "opens": f"{previous} - 10 days",
            "due_by": previous,
            "closes": f"{previous} + 20 days",
        },
    }


def repeated(rng: Random, earlier: dict[str, Document], element: Document) -> Document:
    phases: list[Document] = [
        {
            "every": rng.choice(["1 week", "10 days", "1 month"]),
            "times": rng.randint(1, 4),
            "from": rng.choice(["birth", "birth + 3 days", "enrol"]),
        }
    ]
    if rng.random() < 0.6:
        phases[0]["until"] = rng.choice(["birth + 25 days", "birth + 3 months", "home"])
    if rng.random() < 0.4:
        phases.append({"every": "2 weeks", "times": 2, "until": "birth + 60 days"})
    visit: Document = {"repeat": phases if len(phases) > 1 else phases[0], "done_by": [{"event": "visit"}]}
    if rng.random() < 0.2 and len(phases) == 1 and "until" not in phases[0]:
        visit["closes"] = "birth + 3 months"
    touchpoints: dict[str, Document] = {"visit": visit}
    if phases[0]["from"] == "enrol":
        touchpoints = {
            "enrol": {"due_by": "birth + 10 days", "closes": "birth + 30 days", "done_by": [{"event": "appointment"}]}
        } | touchpoints
    return {"touchpoints": touchpoints}


def chained(rng: Random, earlier: dict[str, Document], element: Document) -> Document:
    """What follows from an earlier element: every form of `after`, and a referral passage behind it."""
    before = [key for key, value in earlier.items() if value["recipient"] == element["recipient"]]
    if not before:
        return crossed(rng, earlier, element) if earlier and rng.random() < 0.5 else fixed(rng, earlier, element)
    name = rng.choice(before)
    touchpoint = single(rng, earlier[name]) if rng.random() < 0.5 else None
    several = len(earlier[name]["touchpoints"]) > 1 or (touchpoint is None and single(rng, earlier[name]) is None)
    what = f"{name}.{touchpoint}" if touchpoint else name
    which = "" if touchpoint or not several else rng.choice(["each ", "each ", "first ", "last "])
    tail = rng.choice(
        [
            "",
            "",
            " == 'at risk'",
            " == 'at risk'",
            " in ['at risk', 'monitor']",
            " is overdue",
            " is missed",
            " is declined",
            " is not_eligible",
        ]
    )
    before_it = earlier[name]["touchpoints"]
    handed_on = any("handoff" in one for one in ([before_it[touchpoint]] if touchpoint else before_it.values()))
    if handed_on and rng.random() < 0.3:
        tail = " is not_eligible"
    elif tail == " is not_eligible" and not handed_on:
        tail = " is declined"
    first: Document = {
        "after": f"{which}{what}{tail}",
        "within": rng.choice(["5 days", "2 weeks", "3 business days"]),
        "done_by": [{"event": "call"}],
    } | trimmings(rng)
    if rng.random() < 0.4:
        first["closes"] = rng.choice(["trigger + 30 days", "birth + 90 days"])
    touchpoints = {"first": first}
    if rng.random() < 0.6:
        each = "each " if which == "each " else ""
        touchpoints["received"] = {
            "after": f"{each}first",
            "within": "3 business days",
            "done_by": [{"handoff": "h1", "step": ["received", "accepted"]}],
            "observed_by": "always",
        }
        touchpoints["plan"] = {
            "after": f"{each}{rng.choice(['first', 'received'])}",
            "within": "15 days",
            "done_by": [{"event": "plan"}],
            "handoff": "h1",
        }
    return {"touchpoints": touchpoints}


def crossed(rng: Random, earlier: dict[str, Document], element: Document) -> Document:
    """A child's element that follows its pregnancy's."""
    parents = [key for key, value in earlier.items() if value["recipient"] == "birthing_parent" and single(rng, value)]
    if element["recipient"] == "birthing_parent" or not parents:
        return fixed(rng, earlier, element)
    name = rng.choice(parents)
    return {
        "touchpoints": {
            "t": {"after": f"{name}.{single(rng, earlier[name])}", "within": "10 days", "done_by": [{"event": "call"}]}
        }
    }


def required(rng: Random, earlier: dict[str, Document], element: Document) -> Document:
    return {
        "touchpoints": {
            f"r{number}": {
                "opens": "birth",
                "due_by": "birth + 40 days",
                "closes": rng.choice(["birth + 40 days", "birth + 60 days"]),
                "requires": rng.choice(REQUIREMENTS),
            }
            for number in range(1, rng.randint(1, 2) + 1)
        }
    }
