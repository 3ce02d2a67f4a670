"""The same number in the sources with the opposite word beside it, or in another unit: it stands there, and is not that."""

from __future__ import annotations

from digest.model import Check
from digest.verify import amounts
from digest.verify.case import Case
from digest.verify.reading import Mark


def approximated(case: Case, mark: Mark) -> Check | None:
    """The same number with the opposite word of approximation: 超过四成 for 不足四成."""
    for n in case.allowed[mark.sentence]:
        for m in case.sources[n].marks:
            same = m.figure.value == mark.figure.value != "" and amounts.same_class(mark.figure, m.figure)
            if (
                same
                and {m.figure.approx, mark.figure.approx} >= {"over"}
                and {m.figure.approx, mark.figure.approx} & {"under", "near"}
            ):
                note = f"大小方向不同：原文为「{case.sources[n].text[max(0, m.figure.start - 3) : m.figure.end].strip()}」"
                return case.of_figure(mark.figure, "absent", [case.of(n, m.figure)], note)
    return None


def points(case: Case, mark: Mark) -> Check | None:
    """上涨2个百分点, where the clause that tells the same has 2%: a difference of two other shares doesn't make it right."""
    if not amounts.is_points(mark.figure):
        return None
    for n in case.allowed[mark.sentence]:
        for m in case.sources[n].marks:
            share = amounts.is_share(m.figure) and not amounts.is_points(m.figure)
            if (
                share
                and m.figure.value.lstrip("-") == mark.figure.value.lstrip("-") != ""
                and case.likeness(mark, n, m) >= _SAME_FACT
            ):
                return case.of_figure(
                    mark.figure, "absent", [case.of(n, m.figure)], f"单位不同：原文为{m.figure.raw.strip()}，不是百分点"
                )
    return None


#: the part of a clause's words from which another tells the same fact
_SAME_FACT = 0.6
