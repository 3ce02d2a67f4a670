"""Every printed amount as a fact (what is told, of which period, in which role) and the body's fact that tells the same."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from digest.lint import arithmetic
from digest.lint.lexicon import DOWN, UP
from digest.lint.reading import ANY, Passage, Period, Quantity
from digest.lint.roles import Term, compatible, terms

_PRINTED = re.compile(r"\d[\d,]*(?:\.\d+)?")
_SIZES = re.compile(r"(?<![\d.])\d[\d.]*[BKMTbkmt](?![A-Za-z])")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9.\-+]*|[\u4e00-\u9fff]+")
_EMPTY = re.compile(
    r"同比|环比|分别|累计|合计|实现|预计|预期|有望|达到?|约为?|超过?|近|其中|公司|截至|目前|较上年同期|上年同期|去年同期|为|的|了|由|至|从|等|共计?|将|拟|已|仍|均|并"
)
_CHANGE = re.compile(rf"(?:(?P<up>{UP})|(?P<down>{DOWN}))(?:了|约|近|超过?|达到?|为)*$")
_KIND = re.compile(r"同比|环比|同(?=[增降])|环(?=[增降])")
_VERBS = re.compile(rf"{UP}|{DOWN}")
_RIGHT = re.compile(rf"[^，。；：()（{ANY[1:-1]}]{{0,10}}")
_SHARE = re.compile(r"占比?[^，。；]{0,16}$|比重[^，。；]{0,4}$|份额[^，。；]{0,4}$|渗透率[^，。；]{0,4}$")
_CANDIDATES = 80  # of one amount, by shared words
_ABOUT = 6  # facts of the sentences that tell the same
_COMMON = 600  # a word beside more amounts than this tells nothing


@dataclass(frozen=True, slots=True)
class Fact:
    """One amount in its place. `metric` and `scope` hold the words beside it and the words of its sentence."""

    passage: Passage
    at: int
    quantity: Quantity
    role: str
    kind: str
    rising: bool | None
    period: Period | None
    clause: str
    after: str
    lead: str
    sentence: str
    metric: frozenset[str]
    scope: frozenset[str]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage: where it begins in the masked text, its text, and the words that tell what it's about."""

    passage: Passage
    start: int
    text: str
    words: frozenset[str]


def grams(text: str) -> frozenset[str]:
    """Latin words and pairs of neighbouring Chinese characters."""
    out: set[str] = set()
    for m in _WORD.finditer(text):
        word = m.group()
        if word[0].isascii():
            out.add(word.casefold().rstrip(".-"))
        else:
            out.update(word[i : i + 2] for i in range(len(word) - 1))
    return frozenset(out)


def facts(passage: Passage, context: str = "") -> list[Fact]:
    """The facts of a passage; `context` (its heading) counts as scope, and so does the label of its first sentence."""
    out: list[Fact] = []
    label = passage.block.text.partition("：")[0][:20] + context
    previous = ""
    for start, end in passage.sentences:
        sentence = passage.masked[start:end]
        carried = ""
        for term in terms(passage, start, end):
            told = Sentence(passage, start, sentence, _words_about(passage, start, end, term.at, label + "，" + previous))
            own = _EMPTY.sub("", _VERBS.sub("", term.left))
            named = bool(grams(own))  # 同比增长 names nothing: it's still the metric before
            metric = own if named else carried + own
            carried = metric if named and not term.base else carried  # 上年同期为 names nothing either
            out.append(_fact(told, term, metric))
        told = Sentence(passage, start, sentence, grams(label + "，" + previous + sentence))
        out += [_rank(told, at, q) for at, q in passage.within(start, end) if q.unit == "rank"]
        previous = sentence if len(sentence) < 120 else ""
    return out


def _signed(passage: Passage, term: Term, kind: re.Match[str] | None) -> bool | None:
    """Whether a change that is told by its sign goes up: 同比+12.0%, YoY-3.1%."""
    if kind is None or not term.left.endswith(("比", "为", "+")):
        return None
    q = term.quantity
    if q.value < 0:
        return False
    return True if "+" in (q.raw[:1], passage.block.text[q.start - 1 : q.start]) else None


def _words_about(passage: Passage, start: int, end: int, at: int, label: str) -> frozenset[str]:
    """The words of an amount's half-sentence, of what the sentence begins with, and of its label."""
    masked = passage.masked
    low = masked.rfind("；", start, at) + 1 or start
    high = masked.find("；", at, end)
    opening = masked[start : start + 40].partition("；")[0]
    return grams(label + "，" + opening + "，" + masked[low : high if high >= 0 else end])


def _fact(told: Sentence, term: Term, metric: str) -> Fact:
    masked, left = told.passage.masked, term.left
    right = _RIGHT.match(masked[term.at + 1 : term.at + 12])
    after = right.group() if right else ""
    change, kind = _CHANGE.search(left), _KIND.search(left)
    counted = term.quantity.unit.startswith(("count", "money", "token"))
    return Fact(
        passage=told.passage,
        at=term.at,
        quantity=term.quantity,
        role="share" if _SHARE.search(left) else "change" if change else "base" if term.base else "level",
        kind=kind.group()[0] + "比" if kind else "",
        rising=bool(change["up"]) if change else _signed(told.passage, term, kind),
        period=term.period,
        clause=left,
        after=after,
        lead=_lead(masked, told.start, term.at - len(left)),
        sentence=told.text,
        metric=grams(metric + "，" + (after if counted else "")),
        scope=told.words,
    )


def _rank(told: Sentence, at: int, quantity: Quantity) -> Fact:
    return Fact(told.passage, at, quantity, "rank", "", None, None, "", "", "", told.text, grams("排名"), told.words)


def _lead(masked: str, start: int, clause: int) -> str:
    """The clause before, where it holds no amount of its own: 扣除股份支付费用后，…"""
    previous = masked[max(start, clause - 40) : clause]
    previous = re.split(r"[；。，]", previous.rstrip("，"))[-1]
    return "" if re.search(ANY, previous) else previous


# ---------------------------------------------------------------------------------------------------------------- matching
@dataclass(frozen=True, slots=True)
class Match:
    """A fact of the body beside one of the front page: how far metric and scope agree, 0 to 1 each."""

    fact: Fact
    metric: float
    scope: float

    @property
    def score(self) -> float:
        """Both together."""
        return self.metric + self.scope


class Index:
    """The facts of the body, found by kin of unit and by the words beside them or their value."""

    def __init__(self, found: Iterable[Fact]) -> None:
        self.all = list(found)
        self._by_word: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._by_scope: dict[str, list[int]] = defaultdict(list)
        self._by_value: dict[tuple[str, Decimal], list[int]] = defaultdict(list)
        texts = {id(f.passage): f.passage.block.text for f in self.all}
        #: numbers of three digits and more as they are printed, whatever their unit was read as
        self.numbers = frozenset(
            n for t in texts.values() for m in _PRINTED.finditer(t) if len(n := m.group().replace(",", "")) >= 4
        ) | frozenset(size for t in texts.values() for size in _SIZES.findall(t))
        for number, fact in enumerate(self.all):
            key = kin(fact.quantity)
            self._by_value[key, fact.quantity.value].append(number)
            for word in fact.metric | fact.scope:
                self._by_word[key, word].append(number)
            for word in fact.scope:
                self._by_scope[word].append(number)

    def matches(self, fact: Fact) -> list[Match]:
        """The facts of like unit that share words with one, the best first."""
        near = [Match(b, _overlap(fact.metric, b.metric), _covered(fact.scope, b.scope)) for b in self._near(fact)]
        return sorted((m for m in near if m.score > 0.1), key=lambda m: -m.score)

    def about(self, fact: Fact) -> list[Fact]:
        """The facts, of any unit, whose sentences say most of what a fact's sentence says."""
        hits: Counter[int] = Counter()
        for word in fact.scope:
            numbers = self._by_scope.get(word, ())
            if len(numbers) <= _COMMON:
                hits.update(numbers)
        near = [self.all[number] for number, _ in hits.most_common(_ABOUT)]
        return [b for b in near if _covered(fact.scope, b.scope) >= 0.25]

    def ends(self, quantity: Quantity) -> bool:
        """Whether one sentence tells both ends of a range (不低于3亿元且不超过5亿元 for 3亿-5亿元), or a range ends there."""
        if quantity.high is None:
            return any(f.quantity.high == quantity.value and kin(f.quantity) == kin(quantity) for f in self.all)
        low, high = (
            {(id(f.passage), f.sentence) for n in self._by_value.get((kin(quantity), end), ()) if (f := self.all[n])}
            for end in (quantity.value, quantity.high)
        )
        return bool(low & high)

    def _near(self, fact: Fact) -> Iterator[Fact]:
        own = kin(fact.quantity)
        hits: Counter[int] = Counter()
        for key in (own,) if own in ("percent", "point", "times", "rank", "") else (own, ""):
            hits.update(self._by_value.get((key, fact.quantity.value), ())[:_CANDIDATES])
            for word in fact.metric | fact.scope:
                numbers = self._by_word.get((key, word), ())
                if len(numbers) <= _COMMON:
                    hits.update(numbers)
        return (self.all[number] for number, _ in hits.most_common(_CANDIDATES))


def kin(quantity: Quantity) -> str:
    """What may be confused with what: all money, counts of one classifier, percent and so on."""
    return "money" if quantity.unit.startswith("money") else quantity.unit


def _overlap(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def _covered(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / len(a) if a else 0.0


def equal(a: Quantity, b: Quantity) -> bool:
    """Whether two printed amounts tell one value: the coarser one's rounding, and 突破11亿 for 11.3亿, allowed."""
    if not compatible(a, b) and a.unit != b.unit:
        return False
    if (a.high is None) != (b.high is None):
        return False
    if a.high is not None and b.high is not None and a.high != b.high:
        return False
    if a.value == b.value or (a.unit == "point" and a.value == -b.value):
        return True  # 跑输1.40个百分点 is a surplus of -1.40
    coarse, fine = (a, b) if a.step >= b.step else (b, a)
    if coarse.step > fine.step and abs(coarse.value - fine.value) * 2 <= coarse.step:
        return True
    if coarse.approx in ("over", "near", "under", "about"):
        return abs(coarse.value - fine.value) <= max(coarse.step, abs(fine.value) / 20)
    return False


def mantissa(quantity: Quantity) -> str:
    """The digits as printed, without separators: what a slip of the unit leaves untouched."""
    m = re.search(r"\d[\d,]*(?:\.\d+)?", quantity.raw)
    return m.group().replace(",", "") if m else ""


def derived(quantity: Quantity, others: Sequence[Quantity]) -> bool:
    """Whether an amount follows from two others of its sentence: a difference, a ratio, a change, a sum."""
    printed = arithmetic.of(quantity).magnitude
    pool = [q for q in others if q is not quantity and q.unit != "rank"][:16]
    for a in pool:
        for b in pool:
            if a is b or not compatible(a, b):
                continue
            change = (arithmetic.of(a) - arithmetic.of(b)).magnitude
            if quantity.unit in ("point", a.unit) and change.meets(printed):
                return True
            moves = quantity.unit == "point" and a.unit == "percent"  # a fall and a rise lie their sum apart
            if (quantity.unit == a.unit or moves) and (arithmetic.of(a) + arithmetic.of(b)).meets(printed):
                return True
            if quantity.unit == "percent" and _ratio_says(a, b, printed):
                return True
    return False


def _ratio_says(a: Quantity, b: Quantity, printed: arithmetic.Interval) -> bool:
    share = arithmetic.ratio(a, b)
    if share is None:
        return False
    hundred = Decimal(100)
    return share.meets(printed) or arithmetic.Interval(share.low - hundred, share.high - hundred).magnitude.meets(printed)
