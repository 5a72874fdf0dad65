"""The words that a family is shown when it is asked whether an agency may know: one page under both laws, in plain words.

What a page has to say is the rules' (45 CFR 164.508(c)(1) and (2); 34 CFR 99.30(b)): what is shared, who shares it, with whom, why, until
when, that it can be taken back and how, that help does not hang on it, and that what was shared may be passed on.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from headwaters.domain.blueprint.blueprint import Blueprint


def agency_title(blueprint: Blueprint, agency: str, language: str = "en") -> str:
    """What families call an agency."""
    held = blueprint.agencies.get(agency)
    if held is None:
        return agency.replace("_", " ")
    return held.title.get(language) or held.title.get("en") or agency.replace("_", " ")


def wording_of(blueprint: Blueprint, agency: str, *, language: str = "en") -> str:
    """The whole text of the form for one agency, as it is kept with the answer."""
    return "\n".join(sentences(agency_title(blueprint, agency, language)))


def sentences_of_keepers() -> tuple[str, ...]:
    """The form for those who keep the family's page: they see it anyway, and private subjects only where somebody ticks them."""
    return (
        _("Your navigator and the supervisor see your page, because they keep promises to you."),
        _("Private subjects, such as mental health, are kept from them too, unless you tick one here."),
        _("Your yes ends on the day that you choose. You can take it back on your page or by calling us, any day."),
        _("If you say no, you still get everything else. Nobody may treat you worse for it."),
        _("What was told before you took it back cannot be untold, and whoever was told could pass it on."),
    )  # fmt: skip


def sentences(who: str) -> tuple[str, ...]:
    """Each a paragraph of the form. `who`: the agency as families call it."""
    return (
        _("May %(who)s know that you would like their help?") % {"who": who},
        _(
            "If you say yes, the people who keep your family’s page here tell %(who)s: your name, your child’s first name and "
            "birth date or due date, your language and if you need an interpreter, your county, and a safe way to reach you."
        ) % {"who": who},
        _("They are told so that they can call you and help you. They can also open your page here and see which steps come and "
          "which are done, from health and from school programs. This form counts for both."),
        _("They do not see your messages, your own words, or private subjects such as mental health, unless you tick one."),
        _("Your yes ends on the day that you choose. You can take it back on your page or by calling us, any day."),
        _("If you say no, you still get everything else. Nobody may treat you worse for it."),
        _("What was told before you took it back cannot be untold, and whoever was told could pass it on."),
    )  # fmt: skip
