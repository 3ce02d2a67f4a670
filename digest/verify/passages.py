"""A claim text sentence by sentence, each read with the one before it: an edit is paid for by the sentences that it touches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from digest.model import Article, Check
from digest.text import language
from digest.verify import edited, hearsay
from digest.verify.case import Case, copied
from digest.verify.credit import allowed
from digest.verify.mentions import Names
from digest.verify.reading import Reading, axes_of, read, sentence_spans
from digest.verify.settle import nothing_to_check, settle


@dataclass(frozen=True, slots=True, eq=False)
class Sources:
    """The articles that may carry a claim, and their readings; the same object for the same articles."""

    articles: tuple[Article, ...]
    readings: tuple[Reading, ...]
    names: Names | None


@lru_cache(maxsize=64)
def sources(articles: tuple[Article, ...], names: Names | None) -> Sources:
    """The articles, read."""
    readings = tuple(read(a.document, a.published.at if a.published else None, names) for a in articles)
    return Sources(articles, readings, names)


def checks(text: str, at: datetime | None, names: Names | None, given: Sources, field: str) -> list[Check]:
    """Every check of a claim text, in order of place; `at` resolves its relative dates."""
    lang = language(text)
    told = hearsay.told(text, axes_of(text, lang))
    found: list[Check] = []
    for start, sentence, end in _passages(text, lang):
        own = _passage(text[start:end], sentence - start, lang, at, names, given, told)
        found += (replace(c, start=c.start + start, end=c.end + start, field=field) for c in own)
    if not found:
        found = [nothing_to_check(_case(read(text, at, names, lang), given, 0, told, field))]
    return sorted(dict.fromkeys(found), key=lambda c: (c.start, c.end, c.kind))


def _passages(text: str, lang: str) -> Iterator[tuple[int, int, int]]:
    """For each sentence where its passage begins, where it begins itself and where it ends."""
    spans = sentence_spans(text, lang)
    for number, (start, end) in enumerate(spans):
        yield (spans[number - 1][0] if number else start), start, end


@lru_cache(maxsize=1024)
def _passage(
    text: str, since: int, lang: str, at: datetime | None, names: Names | None, given: Sources, told: frozenset[str]
) -> tuple[Check, ...]:
    """The checks of the last sentence of a passage, which begins at an offset; `told` are axes that the whole text tells."""
    return tuple(settle(_case(read(text, at, names, lang), given, since, told)))


def _case(claim: Reading, given: Sources, since: int, told: frozenset[str], field: str = "") -> Case:
    credits = [f"{a.credit} {a.origin}" for a in given.articles]
    of, strangers = allowed(claim, given.readings, credits, [read(c, None, given.names) for c in credits])
    done = copied(claim, given.readings)
    return Case(claim, given.articles, given.readings, of, tuple(strangers), done, since, told, field)


def edits(text: str, names: Names | None, given: Sources) -> list[Check]:
    """What was edited in the sentences that a source has nearly word for word, and nothing else.

    Where several figures differ, and not only in their order, the sentence tells of something else in the same manner.
    """
    lang, found = language(text), []
    claim = read(text, None, names, lang)
    case = _case(claim, given, 0, frozenset())
    turned = list(edited.findings(case))
    for number, (start, end) in enumerate(claim.sentences):
        if number in case.copied:
            continue
        marks = [m for m in (*claim.marks, *claim.dates) if m.sentence == number]
        figures = [c for m in marks if (c := edited.figure(case, m)) and c.verdict == "absent"]
        words = [case.absent(f) for f in turned if start <= f.start < end]
        moved = sorted(c.claim for c in figures) == sorted(e.quote for c in figures for e in c.evidence)
        if len(figures) <= 1 or moved:
            found += [*figures, *words] if len(figures) + len(words) <= 2 or moved else []
    return found
