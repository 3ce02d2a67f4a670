"""What may enter arithmetic: figures near each other, of one metric, owned by those whom the claim names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from digest.model import Figure
from digest.verify import amounts, context, labels, periods, standing, tuples
from digest.verify.alignment import words
from digest.verify.mentions import Mention, related
from digest.verify.metrics import differ
from digest.verify.reading import Mark, Reading, Span

_ITEM_END = re.compile(r"、|和|与|及|以及")
_OLD = re.compile(
    r"(?:由|从|自|原|此前|上年|去年|上一|前一|上月|上季|\bfrom|\bthan|earlier|compared with)[^，。；]{0,12}$", re.I
)
_OLD_BEHIND = re.compile(r"\s?(?:a year (?:earlier|ago)|in the (?:prior|previous) )", re.I)
#: lengths of time that count what is summed: 两周合计, 三年累计
_COUNTED = frozenset({"week", "month", "quarter", "year"})


@dataclass(frozen=True, slots=True)
class Operand:
    """A figure that may enter arithmetic, and where it stands; `own` marks one of the claim's own, already settled figures,
    `stated` one that a source states."""

    figure: Figure
    reading: Reading
    mark: Mark
    article: int
    own: bool = False
    stated: bool = False

    @property
    def value(self) -> Decimal:
        """Its amount; shares, ratios and multiples in per cent."""
        number = amounts.as_percent(self.figure) if amounts.is_share(self.figure) else amounts.number(self.figure.value)
        return abs(number) if number is not None else amounts.ZERO

    @property
    def raw(self) -> str:
        """As printed."""
        return self.figure.raw.strip()


#: measure words of things that are not each other: 1,437笔 and 1,206家
_NOUNS = frozenset("笔家款台辆人名次张座件项篇")


def alike(*found: Figure) -> bool:
    """Whether figures are of exactly one unit, a bare number excepted."""
    nouns = {f.raw.strip()[-1:] for f in found if f.unit == "count"} & _NOUNS
    if len(nouns) > 1:
        return False
    money = {f.currency for f in found if f.unit == "money"}
    return len({(f.unit, f.currency) for f in found if f.unit or money}) <= 1


def windows(pool: Sequence[Operand]) -> Iterator[list[Operand]]:
    """Operands of one article and neighbouring sentences; then one group across articles; the claim's own with each."""
    articles = dict.fromkeys(o.article for o in pool)
    for article in articles:
        mine = [o for o in pool if o.article == article]
        for first in dict.fromkeys(o.mark.sentence for o in mine):
            group = [o for o in mine if first <= o.mark.sentence <= first + 4]
            if len(group) > 1:
                yield group
    own = [o for o in pool if o.own]
    for article in articles:
        if own and article != -1:
            yield own + [o for o in pool if o.article == article]
    if len(articles) > 1:
        yield own + [o for o in pool if not o.own]


def distinct(group: Sequence[Operand], most: int) -> list[Operand]:
    """The operands without repeats of one value for one name, the first so many."""
    seen: dict[tuple[str, str, frozenset[str]], Operand] = {}
    for o in group:
        who = frozenset(k for n in labels.of(o.reading, o.mark).names for k in n.keys)
        if o.value > 0:
            seen.setdefault((o.figure.value, o.figure.unit, who), o)
    return list(seen.values())[:most]


def one_metric(*operands: Operand) -> bool:
    """Whether no two of the operands measure things that exclude each other."""
    found = [context.of(o.reading, o.mark).metric for o in operands]
    return not any(differ(a, b) for i, a in enumerate(found) for b in found[i + 1 :])


def older_first(a: Operand, b: Operand) -> tuple[Operand, Operand] | None:
    """The two in order of time, where the text tells it."""
    x, y = _when(a), _when(b)
    if x and y and x != y:
        return (a, b) if x < y else (b, a)
    old = [_OLD.search(o.reading.plain, o.mark.before[0], o.figure.start) is not None for o in (a, b)]
    behind = [bool(_OLD_BEHIND.match(o.reading.plain[o.figure.end : o.figure.end + 20])) for o in (a, b)]
    first = [p or q for p, q in zip(old, behind, strict=True)]
    if first[0] == first[1]:
        return None
    return (a, b) if first[0] else (b, a)


def _when(o: Operand) -> str:
    year = labels.year_of(o.reading, o.mark)
    stated = standing.stated(o.reading, o.mark)
    return f"{year}-12-31" if year else periods.last_day(stated) if stated else ""


# ------------------------------------------------------------------------------------------------------- parts of a claim
def parts(claim: Reading, c: Mark) -> list[frozenset[str]]:
    """Words and names of each item that the claim lists before a figure (企业类与行业类合计), none where it lists nothing."""
    first = claim.clauses_of(c.sentence).start
    for clause in range(c.clause, first - 1, -1):
        low, high = claim.clauses[clause]
        items = _items(claim, (low, _list_end(claim, low, min(high, c.figure.start))))
        if len(items) > 1:
            return items
    return []


_ENDS_LIST = re.compile(r"分别|合计|总计|共计|共|总共|各|一起|加起来")


def _list_end(claim: Reading, low: int, high: int) -> int:
    """Where a list that begins at an offset is over: at its first figure or its 合计."""
    m = _ENDS_LIST.search(claim.plain, low + 1, high)
    figure = next((x.figure.start for x in claim.marks if low < x.figure.start < high), high)
    return min(m.start() if m else high, figure)


def _items(claim: Reading, span: Span) -> list[frozenset[str]]:
    at, out = span[0], []
    for m in _ITEM_END.finditer(claim.plain, *span):
        out.append((at, m.start()))
        at = m.end()
    out.append((at, span[1]))
    found = [_keys(claim, s) for s in out if s[1] - s[0] > 1]
    return [f for f in found if f] if len(out) > 1 else []


def _keys(claim: Reading, span: Span) -> frozenset[str]:
    named = (*claim.names_in(*span), *claim.places_in(*span))
    return words(claim.plain[slice(*span)]) | {f"@{k}" for n in named for k in n.keys}


_MONTHS = re.compile(r"前\s?([两二三四五六2-6])\s?个?月")


def counted(claim: Reading, c: Mark) -> set[int]:
    """How many the claim says that it sums: 三家, 前五, 两周."""
    start, end = claim.sentences[c.sentence][0], c.figure.end
    lasting = {
        int(v)
        for m in claim.marks
        if m.sentence == c.sentence and m.figure.end <= end and m.figure.unit in _COUNTED and (v := m.figure.value).isdecimal()
    }
    lasting |= {context.count(m[1]) for m in _MONTHS.finditer(claim.plain, start, end)}
    return {
        n for n in (*context.parties(claim.plain, start, end), *context.tops(claim.plain, start, end), *lasting) if 1 < n < 13
    }


def dealt(items: Sequence[frozenset[str]], chosen: Sequence[Operand]) -> bool:
    """Whether the operands belong to the listed items, each to its own; yes where no label tells.

    Only words that tell the items apart count.
    """
    if len(items) != len(chosen):
        return False
    shared = frozenset.intersection(*items)
    every = frozenset.union(*items)
    found = [_telling(labels.of(o.reading, o.mark), every) for o in chosen]
    shared |= frozenset.intersection(*found)  # 相关标准 stands beside each
    most = [max(len((item - shared) & label) for label in _beside(chosen)) for item in items]
    hits = [[0 < len((item - shared) & label) >= most[i] for i, item in enumerate(items)] for label in found]
    if not any(any(row) for row in hits):
        return all(o.reading.lang == "en" for o in chosen)
    return _matching(hits, 0, frozenset())


def _telling(label: labels.Label, items: frozenset[str]) -> frozenset[str]:
    """The words beside a figure, where they tell of an item, else those that it takes from before (甲居首，调用4.55万亿)."""
    return label.own if label.own & items else label.all if label.own else label.carried


def _beside(chosen: Sequence[Operand]) -> list[frozenset[str]]:
    """The labels of the operands and of the other figures of their sentences."""
    marks = {(o.reading, m) for o in chosen for m in o.reading.marks_of(o.mark.sentence)} | {
        (o.reading, o.mark) for o in chosen
    }
    return [labels.of(r, m).own or labels.of(r, m).carried for r, m in marks]


def _matching(hits: list[list[bool]], row: int, taken: frozenset[int]) -> bool:
    if row == len(hits):
        return True
    free = (i for i, hit in enumerate(hits[row]) if hit and i not in taken)
    return any(_matching(hits, row + 1, taken | {i}) for i in free)


def owned(claim: Reading, c: Mark, operands: Sequence[Operand]) -> bool:
    """Whether not all operands belong to others than the one whom the claim names beside its figure."""
    who = labels.of(claim, c).who
    return not who or not all(_foreign(o, who) for o in operands)


def _foreign(o: Operand, who: tuple[Mention, ...]) -> bool:
    theirs = () if o.own else labels.of(o.reading, o.mark).who
    return bool(theirs) and not related(who, theirs) and tuples.bound_elsewhere(o.reading, o.mark, who)


def one_basis(operands: Sequence[Operand]) -> bool:
    """Figures of two places mix only where neither gives the other's figure another value."""
    return not any(_recounted(o, other) for o in operands for other in operands if o is not other)


def origins(o: Operand, pool: Sequence[Operand]) -> list[Operand]:
    """Where the sources state one of the claim's own figures; the operand itself where it is no own one."""
    return [p for p in pool if not p.own and amounts.equal(o.figure, p.figure)] or [o] if o.own else [o]


def _recounted(o: Operand, other: Operand) -> bool:
    """Whether the other operand's text (its own sentence, if it is the same text) gives the first one's figure anew."""
    if o.own or other.own:
        return False  # what the sentence worked out itself stands in no text
    who, metric = labels.of(o.reading, o.mark).who, context.of(o.reading, o.mark).metric
    here = other.article == o.article
    if here and abs(o.mark.sentence - other.mark.sentence) <= 1:
        return False
    for m in other.reading.marks if who and not amounts.is_share(o.figure) else ():
        if here and abs(m.sentence - other.mark.sentence) > 1:
            continue
        rival = amounts.same_class(o.figure, m.figure) and not amounts.equal(m.figure, o.figure)
        named = rival and related(who, labels.of(other.reading, m).names)
        if named and not differ(metric, context.of(other.reading, m).metric):
            return True
    return False
