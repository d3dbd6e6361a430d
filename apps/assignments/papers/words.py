"""The sentences of a paper, with a plan's facts filled in. Pure but for the layout's file.

They are the same in a document and in a workbook, and are the names that a template may use.
"""

from __future__ import annotations

from typing import Any, Final

from apps.assignments.papers.content import PaperContent, PersonPart
from apps.assignments.papers.layout import Layout, layout
from apps.assignments.papers.mapimage import SmallMap
from apps.assignments.papers.printing import day_text, day_words
from apps.assignments.plan_states import OPEN, PAST, PlanState

_ISSUERS: Final = ("chi bộ", "đảng ủy")


def words_of(content: PaperContent) -> dict[str, Any]:
    """Head, body and foot of the resolution, by their names in the templates."""
    look, facts = layout(content.tier), facts_of(content)
    say = look.say
    amending = content.amended is not None
    grounds = look.say_all("grounds", **facts)
    if amending:
        grounds.insert(len(grounds) - 1, say("ground_amending", **facts))
    fixed = (
        *("superior", "star", "country", "title", "rule", "verb"),
        *("recipients_title", "on_behalf", "signer_post"),
        *("appendix", "appendix_subject", "total", "empty", "list_title"),
    )
    return {name: say(name, **facts) for name in fixed} | {
        "issuer": issuer_of(content.cell),
        "number": say("number", **facts) if content.number else say("number_open"),
        "place_day": _place_day(content),
        "standing": standing_of(content),
        "subject": say("subject_amending" if amending else "subject", **facts),
        "grounds": grounds,
        "articles": look.say_all("articles", **facts),
        "closing": say("closing" if content.effective_on else "closing_open", **facts),
        "recipients": look.say_all("recipients", **facts),
        "signer": content.signer,
        "attached": say("attached" if content.number else "attached_open", **facts),
        "partial": say("partial") if content.is_partial else "",
    }


def facts_of(content: PaperContent) -> dict[str, object]:
    """What the sentences of ``layout.toml`` may speak of."""
    number, day = content.amended or ("", None)
    return {
        "commune": content.commune.upper(),
        "commune_small": content.commune[:1].lower() + content.commune[1:],
        "province": content.province.upper(),
        "cell": content.cell,
        "year": content.year,
        "number": content.number,
        "decided": day_text(content.decided_on) if content.decided_on else "",
        "effective": day_text(content.effective_on) if content.effective_on else "",
        "ended": day_text(content.ended_on) if content.ended_on else "",
        "amended_number": number,
        "amended_day": day_text(day) if day else "",
        "people": content.carriers,
        "homes": content.homes,
    }


def issuer_of(cell: str) -> str:
    """The cell's name as papers write it; some registers leave the kind of body away."""
    name = cell if cell.lower().startswith(_ISSUERS) else f"{_ISSUERS[0]} {cell}"
    return name.upper()


def _place_day(content: PaperContent) -> str:
    place = content.commune_name
    if content.decided_on is None:
        return layout().say("place_open", place=place, year=content.year)
    return layout().say("place_day", place=place, **day_words(content.decided_on))


def standing_of(content: PaperContent) -> str:
    """What is to be seen at once of a paper that is not in force; empty of one that is."""
    if content.state == PlanState.DROPPED:
        return layout().say("dropped")
    if content.state in OPEN:
        return layout().say("draft")
    if content.state in PAST:
        return layout().say("past", **facts_of(content))
    return ""


def person_words(look: Layout, part: PersonPart) -> dict[str, str]:
    """What a person's own list says of them."""
    say = look.say
    return {
        "who": say("list_person", name=part.name),
        "duty_line": say("duty", duty=part.duty) if part.duty else "",
        "list_total": say("list_total", homes=len(part.homes), residents=part.residents),
    }


def map_words(look: Layout, drawn: SmallMap | None) -> list[str]:
    """The lines below a small map, or the one in its place."""
    say = look.say
    if drawn is None:
        return [say("map_none")]
    numbers = ", ".join(map(str, drawn.missing))
    lines = [
        say("map_legend"),
        say("map_home") if drawn.has_home else "",
        say("units", units="; ".join(drawn.units)) if drawn.units else "",
        say("map_provisional") if drawn.has_provisional else "",
        say("map_missing", numbers=numbers) if numbers else "",
    ]
    return [line for line in lines if line]
