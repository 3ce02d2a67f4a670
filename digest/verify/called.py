"""Names and quoted words of a claim: each must stand in a source, under any of its aliases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from digest.model import Check, Evidence
from digest.verify import alignment, mentions
from digest.verify.alignment import words
from digest.verify.case import Case
from digest.verify.mentions import Mention, same_version
from digest.verify.places import ABROAD, LOCAL
from digest.verify.reading import Reading

_LOWER = re.compile(r"\b[a-z]{2,}\b")


def names(case: Case) -> Iterator[Check]:
    """A check for every name of the claim that the sources could be expected to print."""
    chinese = case.claim.lang != "en" and len(_LOWER.findall(case.claim.plain)) < 5
    for name in case.claim.names:
        if name.place:
            continue
        versions = frozenset(k for k in name.keys if any(c.isdigit() for c in k))
        place = _where(tuple(case.sources), versions or name.keys)
        found = case.span(*place) if place else _credited(case, versions or name.keys)
        if found:
            yield case.check("name", name.start, name.end, "supported", [found])
        elif _of_its_maker(case, name):
            continue
        elif (chinese or name.sure) and (name.sure or any(_readable(case, name, s) for s in case.sources)):
            yield case.check("name", name.start, name.end, "absent", [], "原文没有这个名称")


def _of_its_maker(case: Case, name: Mention) -> bool:
    """Whether the sources name whose product it is, and no other product of theirs."""
    named = [m for s in case.sources for m in s.names]
    beside = any(name.of in m.keys for m in case.claim.names)
    own = beside or any(key[:2] == name.of[:2] for key in name.keys)  # told with its maker, or named after it
    return bool(name.of) and own and any(name.of in m.keys for m in named) and not any(m.of == name.of for m in named)


def places(case: Case) -> Iterator[Check]:
    """A province or city that opens a clause must be named in a source."""
    for place in case.claim.places_in(0, len(case.claim.plain)):
        before = case.claim.plain[max(0, place.start - 2) : place.start]
        if (
            place.keys <= ABROAD
            and _AT.search(before)
            and not any(place.keys & m.keys for s in case.sources for m in s.names if m.place)
        ):
            yield case.check("name", place.start, place.end, "absent", [], "原文没有这个地名")
        opens = place.start == case.claim.clauses[case.claim.clause_at(place.start)][0]
        held = any(place.keys & m.keys for s in case.sources for m in s.names if m.place)
        if opens and not held and place.keys <= LOCAL and all(s.lang != "en" for s in case.sources):
            credits = "".join(f"{a.credit}{a.origin}" for a in case.articles)
            if case.claim.plain[place.start : place.end] not in credits:
                yield case.check("name", place.start, place.end, "absent", [], "原文没有这个地名")


_AT = re.compile(r"(?:在|于|对|向|赴|进入|入驻|登陆|从)$")


def _readable(case: Case, name: Mention, source: Reading) -> bool:
    """Whether the name would stand in that source in the letters of the claim."""
    latin = case.claim.plain[name.start].isascii()
    return latin or source.lang != "en"


def _credited(case: Case, keys: frozenset[str]) -> Evidence | None:
    """The title of a source whose credit a name is."""
    for n, article in enumerate(case.articles):
        if any(key in f"{article.credit} {article.origin}".casefold() for key in keys):
            return case.span(n, 0, len(article.title) or len(case.sources[n].text))
    return None


@lru_cache(maxsize=4096)
def _where(sources: tuple[Reading, ...], keys: frozenset[str]) -> tuple[int, int, int] | None:
    """The source that names somebody, and where."""
    for n, source in enumerate(sources):
        for m in source.names:
            if any(_same(k, j) for k in keys for j in m.keys):
                return n, m.start, m.end
    folded = [s.plain.casefold() for s in sources]
    for key in keys:
        acronym = _acronym(key)
        for n, plain in enumerate(folded):
            at = _whole(plain, key)
            if at >= 0:
                return n, at, at + len(key)
            told = acronym.search(sources[n].plain) if acronym and sources[n].lang == "en" else None
            if told:
                return n, *told.span()
    return None


def _acronym(key: str) -> re.Pattern[str] | None:
    """RPO for remaining performance obligations: a run of words with those initials."""
    if not (key.isascii() and key.isalpha() and 1 < len(key) < 6):
        return None
    return re.compile(r"\b" + r"[\s\-]+(?:of |and |the )?".join(rf"{ch}[a-z]+" for ch in key), re.I)


def _same(mine: str, theirs: str) -> bool:
    if any(c.isdigit() for c in mine):
        return same_version(mine, theirs) and len(theirs) >= len(mine)
    return mine == theirs or (len(mine) > 2 and mine in theirs) or (len(theirs) > 2 and theirs in mine and not theirs.isascii())


def _whole(plain: str, key: str) -> int:
    """Where a name stands as a whole: M2 is not found in M2.5."""
    at = plain.find(key)
    while at >= 0:
        before, after = plain[at - 1 : at], plain[at + len(key) : at + len(key) + 2]
        joined = key[0].isascii() and before.isascii() and before.isalnum()
        if not joined and not (key[-1].isascii() and re.match(r"[a-z0-9]|\.\d", after)):
            return at
        at = plain.find(key, at + 1)
    return -1


def quotes(case: Case) -> Iterator[Check]:
    """Words in quotation marks must stand in a source, where all sources are in the claim's language."""
    if case.claim.lang == "en" or any(s.lang == "en" for s in case.sources):
        return
    for start, end in mentions.quoted(case.claim.plain):
        mine = words(case.claim.plain[start:end])
        if mine and max((alignment.cover(mine, words(s.plain)) for s in case.sources), default=0.0) < 0.5:
            yield case.check("name", start, end, "absent", [], "原文没有引号内的说法")
