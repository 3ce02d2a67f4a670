"""A figure to be explained by arithmetic, and what may explain it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import combinations, product

from digest.model import Figure
from digest.verify import amounts, context, labels, operands
from digest.verify.metrics import MADE_OF
from digest.verify.operands import Operand
from digest.verify.reading import Mark, Reading

_ABOUT = re.compile(r"约|大致|将近|接近|近|超|逾|about|roughly|nearly", re.I)
_SHARE_WORDS = re.compile(r"占|比|份|额|相当|当于|原价|原来|倍|幅|降|增|后者|前者|左右")
_NOT_REACHED = re.compile(
    r"(?:尚未|还未|仍未|未能|没有|未)(?:完成|达到|达|到|过|超过)\s?$|(?:不到|不足|未到|低于|不及)[^，。；]{1,20}的\s?$"
)
_EXCEEDS = re.compile(r"(?:超过|超出|高于|逾|多于)[^，。；]{1,12}的\s?$|超过\s?$|过\s?$")
_TIME = frozenset({"year", "month", "week", "day", "quarter", "hour", "minute", "second"})


@dataclass(frozen=True, slots=True)
class Derivation:
    """An equation that gives the claim: `formula` for people, `operands` for the evidence."""

    formula: str
    operands: tuple[Operand, ...]


@dataclass(frozen=True, eq=False)
class Asked:
    """The figure, its sentence, and the operands. What every rule asks for again is worked out once."""

    claim: Reading
    mark: Mark
    around: str
    pool: Sequence[Operand]

    @property
    def figure(self) -> Figure:
        """The figure itself."""
        return self.mark.figure

    @cached_property
    def target(self) -> Decimal:
        """The amount to reach, in per cent for shares."""
        number = amounts.as_percent(self.figure) if amounts.is_share(self.figure) else amounts.number(self.figure.value)
        return abs(number or amounts.ZERO)

    def hit(self, value: Decimal) -> bool:
        """Whether a result may be printed as the claim prints it."""
        if self._short_of:
            return self.target * 4 / 5 <= value < self.target
        if self._more_than:
            return self.target < value <= self.target * 5 / 4
        return amounts.follows(self.figure, self.target, value, loose=self._loose)

    @cached_property
    def _short_of(self) -> bool:
        """Whether the clause says that its amount was not reached (目标尚未完成一半)."""
        low = self.claim.clauses[self.mark.clause][0]
        return bool(_NOT_REACHED.search(self.claim.plain, low, self.figure.start))

    @cached_property
    def _more_than(self) -> bool:
        """Whether the clause says that a part of something is exceeded (超过总额的一半)."""
        return self.figure.unit == "ratio" and bool(_EXCEEDS.search(self.claim.plain, *self.mark.before))

    @cached_property
    def _loose(self) -> bool:
        """Whether the clause says that its figure is only about right."""
        low = self.claim.clauses[self.mark.clause][0]
        return bool(self.figure.approx or _ABOUT.search(self.claim.plain, low, self.figure.start))

    def says(self, words: re.Pattern[str]) -> bool:
        """Whether the figure's clause announces a kind of arithmetic."""
        return bool(words.search(self.claim.plain, *self.claim.clauses[self.mark.clause]))

    def told(self, words: re.Pattern[str]) -> bool:
        """Whether its sentence does."""
        return bool(words.search(self.around))

    def rests(self, *used: Operand) -> bool:
        """Whether an operand is one of the sentence's own figures of that class, where it has any: it works with them."""
        own = [o for o in self.pool if o.stated and amounts.same_class(o.figure, used[0].figure)]
        share = amounts.is_share(used[0].figure)
        held = [o for o in own if share or o.figure.unit == used[0].figure.unit]
        return not held or any(o.value == p.value or amounts.equal(p.figure, o.figure) for o in used for p in held)

    def concerns(self, o: Operand) -> bool:
        """Whether an operand shares a metric, a word or a name with the sentence; a length of time must share its own words."""
        span = self.claim.sentences[self.mark.sentence]
        label, content = labels.of(o.reading, o.mark), labels.content(self.claim, span)
        if o.own or self.beside_own(o) or (label.own or labels.taken(o.reading, o.mark)) & content:
            return True
        said = {v for c in self.claim.cues_in(*span, "metric") for v in (c.value, *MADE_OF.get(c.value, ()))}
        metric = context.of(o.reading, o.mark).metric
        if o.figure.unit in _TIME or (said and metric and not said & metric):
            return False
        return bool(said & metric) or bool(label.carried & content)

    def beside_own(self, o: Operand) -> bool:
        """Whether an operand stands in one clause with a figure of the sentence: from $19.8 billion, behind $24.6 billion."""
        own = [
            p.figure for p in self.pool if p.stated and p.mark.clause >= self.mark.clause - 1
        ]  # 前三名合计12.9亿元 beside 前三大
        return any(
            m is not o.mark
            and m.clause == o.mark.clause
            and (amounts.same_class(m.figure, o.figure) or amounts.is_rank(m.figure))
            and amounts.equal(p, m.figure)
            for m in o.reading.marks_in(*o.reading.clauses[o.mark.clause])
            for p in own
        )

    def about(self, *used: Operand) -> bool:
        """Whether what the clause itself names (占总营收的91%) is measured by one of the operands."""
        span = self.claim.clauses[self.mark.clause]
        said = {v for c in self.claim.cues_in(*span, "metric") for v in (c.value, *MADE_OF.get(c.value, ()))}
        words = frozenset(w for w in labels.content(self.claim, span) if not _SHARE_WORDS.search(w))
        if not said and not words:
            return True
        inside = [o for o in used if o.own and o.mark.clause == self.mark.clause]
        return bool(inside) or any(
            said & context.of(o.reading, o.mark).metric or words & labels.of(o.reading, o.mark).all or o.reading.lang == "en"
            for o in used
        )

    @cached_property
    def of_class(self) -> list[Operand]:
        """The operands of exactly the figure's own class."""
        found = (o for o in self.pool if amounts.same_class(self.figure, o.figure) and operands.alike(self.figure, o.figure))
        return [o for o in found if not amounts.is_rank(o.figure)]

    @cached_property
    def amounts(self) -> list[Operand]:
        """The operands that are amounts: no shares, points or ranks."""
        return [
            o for o in self.pool if not (amounts.is_share(o.figure) or amounts.is_points(o.figure) or amounts.is_rank(o.figure))
        ]

    @cached_property
    def shares(self) -> list[Operand]:
        """The operands that are shares, growths, ratios."""
        return [o for o in self.pool if amounts.is_share(o.figure)]

    def direction_fits(self, a: Operand, b: Operand) -> bool:
        """A rise must rise: where the operands' order in time is known, the claim's direction must be theirs."""
        told = context.of(self.claim, self.mark).direction
        order = operands.older_first(a, b)
        if order is None or not told & {"up", "down"}:
            return True
        old, new = order
        return ("up" in told) == (new.value > old.value)

    def answer(self, formula: str, value: Decimal, *used: Operand) -> Iterator[Derivation]:
        """The derivation, if its value is what the claim prints."""
        if value > 0 and self.hit(value):
            shown = f"{plain(value)}%" if amounts.is_share(self.figure) else plain(value)
            yield Derivation(f"{formula} = {shown}", used)


def pairs(pool: Sequence[Operand], most: int = 14) -> Iterator[tuple[Operand, Operand]]:
    """Two operands of one class that stand near each other."""
    for group in operands.windows(pool):
        chosen = operands.distinct(group, most)
        own = [o for o in chosen if o.own]
        later = operands.distinct(group, 5 * most)[most:] if own else []
        for a, b in (*combinations(chosen, 2), *product(own, later)):
            if amounts.same_class(a.figure, b.figure) and (amounts.is_share(a.figure) or operands.alike(a.figure, b.figure)):
                yield a, b


def near(a: Operand, b: Operand) -> bool:
    """Whether two operands stand in one article, no more than a few clauses' sentences apart."""
    return a is not b and a.article == b.article and abs(a.mark.sentence - b.mark.sentence) <= 3


def plain(value: Decimal) -> str:
    """A number for people: 1.18万亿, 91.48, 38."""
    for name, scale in (("万亿", 12), ("亿", 8), ("万", 4)):
        if abs(value) >= Decimal(1).scaleb(scale):
            return f"{_short(value.scaleb(-scale))}{name}"
    return _short(value)


def _short(value: Decimal) -> str:
    text = f"{value:.2f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
