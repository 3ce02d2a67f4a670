"""A level and its change give the level before; a level and a lead give the one led: 113亿 ÷ (1 + 18%), 92.5% − 6.1个百分点."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from digest.verify import amounts, context, labels, periods, standing
from digest.verify.asked import Asked, Derivation
from digest.verify.mentions import related
from digest.verify.operands import Operand


def before_change(asked: Asked) -> Iterator[Derivation]:
    """The levels that the neighbouring changes of the operands' levels started from."""
    for level in asked.shares if amounts.is_share(asked.figure) else asked.of_class:
        if level.own:
            continue
        for change in _changes(asked, level):
            if _earlier(asked, level) or _other_party(asked, level, change):
                for value, formula in _undone(level, change):
                    yield from asked.answer(formula, value, level, change)
            if context.of(asked.claim, asked.mark).level == "to" and not amounts.is_share(change.figure):
                yield from asked.answer(f"{level.raw} + {change.raw}", level.value + change.value, level, change)


_COMPARAND = re.compile(r"比|较|领先|落后|than", re.I)
_PREVIOUS = re.compile(r"推算|倒推|[年月周]前|上[一季月周年届轮代次期]|前一|上年|去年|此前|年初|期初|上期|原|之前|前为")


def _earlier(asked: Asked, level: Operand) -> bool:
    """Whether the claim speaks of the time before: by a word, or by a period that comes before the level's."""
    if asked.told(_PREVIOUS):
        return True
    mine, theirs = standing.stated(asked.claim, asked.mark), standing.stated(level.reading, level.mark)
    if mine is None:
        return False
    if theirs is None:
        return True  # the level's own period is that of its article
    return periods.precedes(mine, theirs)


def _other_party(asked: Asked, level: Operand, change: Operand) -> bool:
    """Whether the change is a lead over another, and the claim speaks of that other."""
    if not context.of(change.reading, change.mark).compare:
        return False
    mine, theirs = labels.of(asked.claim, asked.mark), labels.of(level.reading, level.mark)
    m = _COMPARAND.search(change.reading.plain, change.reading.clauses[change.mark.clause][0], change.figure.start)
    if m:
        led = labels.content(change.reading, (m.end(), change.figure.start))
        return bool(mine.own & (led - theirs.own))
    return not related(mine.names, theirs.names) if mine.names and theirs.names else not mine.own & theirs.own


def _changes(asked: Asked, level: Operand) -> Iterator[Operand]:
    """The changes that belong to a level: those behind it up to the next level, and the one right before it in its clause."""
    beside = [o for o in asked.pool if o.article == level.article and o.mark.sentence == level.mark.sentence and o is not level]
    behind = sorted((o for o in beside if o.figure.start > level.figure.start), key=lambda o: o.figure.start)
    for o in behind:
        if _moves(o):
            yield o
        elif amounts.same_class(o.figure, level.figure):
            break
    ahead = [o for o in beside if o.mark.clause == level.mark.clause and o.figure.end <= level.figure.start]
    yield from (o for o in ahead[-1:] if _moves(o))
    yield from (o for o in beside if _MORE.match(o.reading.plain, o.figure.end))
    if context.of(level.reading, level.mark).level == "to":  # 下调40%，输入降至1.8元
        told = context.of(level.reading, level.mark).direction
        before = [o for o in beside if o.mark.clause < level.mark.clause and amounts.is_share(o.figure) and _moves(o)]
        yield from [o for o in before if not told or told & context.of(o.reading, o.mark).direction][-1:]


def _moves(o: Operand) -> bool:
    if _multiple(o):
        return True
    told = context.of(o.reading, o.mark)
    more = bool(_MORE.match(o.reading.plain, o.figure.end))
    return more or (bool(told.direction & {"up", "down"} or told.compare) and told.level != "to")


_TIMES_OF = re.compile(r"(?:是|为|达|到|至|相当于)[^，。；]{1,12}的\s?(?:约|近|逾|超过?)?$")


def _multiple(o: Operand) -> bool:
    """是一年前的14倍: how often the level holds the one before."""
    low = o.reading.clauses[o.mark.clause][0]
    return o.figure.unit == "times" and bool(_TIMES_OF.search(o.reading.plain, low, o.figure.start))


_MORE = re.compile(r"\s?(?:more|additional|another|further)\b", re.I)


def _undone(level: Operand, change: Operand) -> Iterator[tuple[Decimal, str]]:
    if _multiple(change):
        if change.value:
            yield level.value * 100 / change.value, f"{level.raw} ÷ {change.raw}"
        return
    told = context.of(change.reading, change.mark)
    up = bool(told.direction & {"up"} or told.compare & {"above"} or _MORE.match(change.reading.plain, change.figure.end))
    points = amounts.is_points(change.figure)
    if points or (not amounts.is_share(change.figure) and amounts.same_class(level.figure, change.figure)):
        if points == amounts.is_share(level.figure):
            amount = abs(amounts.number(change.figure.value) or amounts.ZERO)
            yield level.value + (-amount if up else amount), f"{level.raw} {'−' if up else '+'} {change.raw}"
    elif amounts.is_share(change.figure) and not amounts.is_share(level.figure):
        rate = change.value / 100 * (1 if up else -1)
        if rate > -1:
            yield level.value / (1 + rate), f"{level.raw} ÷ (1 {'+' if up else '−'} {change.raw.lstrip('+-−')})"
