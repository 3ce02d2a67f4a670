"""The credit line: never an engine's prose, always the story's record, the relay first and then who owns the data
(`(资料来源: IT之家、OpenRouter)`). Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from digest.errors import UsageError
from digest.model import Article, Brief
from digest.text import fold, one_line, sentences

#: how many sentences of an article may tell where its news comes from
_OPENING = 4
_BEFORE = re.compile(r"(据|根据|援引|引述|来自|转自|according to|citing|cited by)[^，。；,;.]{0,14}$", re.I)
_AFTER = re.compile(
    r"^[^，。；,;.]{0,8}?(报道|報道|報導|消息|援引|引述|披露|数据|數據|统计|統計|榜单|排行|周榜|月榜|reported|reports|said|data|rankings?)",
    re.I,
)
_ABOUT_ITSELF = re.compile(r"(注意到|讯|注)")


def credited(given: Brief, publishers: Sequence[str]) -> tuple[str, ...]:
    """Who is credited: the lead's outlet, then the outlet or data owner that it cites, where the desk knows that name.

    `publishers` are the names that may be credited: the source list's and the outlets of the alias file.
    """
    found = [given.lead.credit]
    known = {fold(name): name for name in publishers}
    if given.lead.origin and fold(given.lead.origin) in known:
        found.append(known[fold(given.lead.origin)])
    found += _cited(given.lead, publishers)
    return tuple(dict.fromkeys(_printed(name) for name in found if not _same(name, given.lead.credit) or name == found[0]))


def creditable(articles: Sequence[Article], publishers: Sequence[str], held: Sequence[str] = ()) -> tuple[str, ...]:
    """The names that a story's credit line may show: those it shows now (`held`), its articles' outlets, and the outlets and
    data owners that they name, where the desk knows the name."""
    known = {fold(name): name for name in publishers}
    origins = [known[fold(a.origin)] for a in articles if a.origin and fold(a.origin) in known]
    cited = [name for a in articles for name in _cited(a, publishers)]
    found: dict[str, str] = {}
    for name in (*held, *(a.credit for a in articles), *origins, *cited):
        found.setdefault(fold(_printed(name)), _printed(name))
    return tuple(found.values())


def chosen(names: Sequence[str], choices: Sequence[str]) -> tuple[str, ...]:
    """Names for a credit line as the record spells them, in the order given; one may hold several, as `甲报、乙局`.

    Raises UsageError for a name that isn't on record.
    """
    known = {fold(c): c for c in choices}
    given = [one_line(n) for name in names for n in re.split("[、，,]", name)]
    if unknown := [n for n in given if fold(_printed(n)) not in known]:
        offered = "、".join(choices) or "(无)"
        raise UsageError(f"{'、'.join(f'“{n}”' for n in unknown)} 不在这条稿件的来源记录里 —— 可用: {offered}")
    return tuple(dict.fromkeys(known[fold(_printed(n))] for n in given))


def _printed(name: str) -> str:
    """A credit as the report prints it: remarks in brackets are the source list's own."""
    return re.sub(r"[（(].{1,12}[）)]$", "", name).strip() or name


def _same(a: str, b: str) -> bool:
    x, y = fold(_printed(a)), fold(_printed(b))
    return x == y or (min(len(x), len(y)) >= 3 and (x in y or y in x))


def _cited(lead: Article, publishers: Sequence[str]) -> list[str]:
    """Publishers that the opening sentences name as where the news or the data comes from, in order of appearance."""
    opening = lead.text[: next((b for n, (_, b) in enumerate(sentences(lead.text), 1) if n == _OPENING), len(lead.text))]
    found: dict[str, int] = {}
    for name in publishers:
        short = _printed(name)
        for match in re.finditer(re.escape(short), opening) if len(short) > 1 else ():
            before, after = opening[: match.start()], opening[match.end() : match.end() + 24]
            if (_BEFORE.search(before[-24:]) or _AFTER.match(after)) and not _ABOUT_ITSELF.match(after.lstrip()):
                found.setdefault(name, match.start())
                break
    return sorted(found, key=lambda name: found[name])
