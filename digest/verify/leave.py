"""What one may do, must do, need not do, or what is not decided yet: leave, duty and open questions turned into something else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from digest.verify.alignment import words
from digest.verify.clause import Clause, Finding
from digest.verify.negation import plainly

_WITHOUT = re.compile(r"(?:未经|不经)([\u4e00-\u9fff]{2,8}?)(?:也|亦|仍|即|就|便)?(?:可|能|允许)")
_FORBIDDEN = re.compile(r"未经.{1,16}(?:不得|不能|不可|禁止)")


def without_leave(c: Clause) -> Iterator[Finding]:
    """未经处理也可, where the source says 未经处理不得."""
    if _WITHOUT.search(c.said):
        place = next((p for p in c.near if _FORBIDDEN.search(c.text_of(p))), None)
        if place:
            yield c.against(place, "qualifier", "原文为未经许可不得，此处写成可以")


_BY_CHOICE = re.compile(
    r"不(?:以|将|把)([\u4e00-\u9fff]{2,4}?)(?:作为|为|当作|设为)[^，。；]{0,12}(?:前置|前提|条件|门槛)|([\u4e00-\u9fff]{2})(?:实行|遵循|坚持|采取|适用)?自愿"
)


def voluntary(c: Clause) -> Iterator[Finding]:
    """须先登记方可交易, where the source makes 登记 no condition of anything."""
    for number, source in enumerate(c.sources):
        for m in _BY_CHOICE.finditer(source.plain):
            thing = m[1] or m[2]
            if re.search(rf"(?:必须|须|需|应当|应)(?:先|事先|经|通过|完成|办理)?{thing}|{thing}(?:之)?后(?:才|方)", c.said):
                at = source.clauses[source.clause_at(m.start())]
                yield Finding("qualifier", *c.span, f"原文为「{m.group()}」，此处写成必须", number, at)
                return


_OPEN = re.compile(
    r"是否(?:将|会|能|可|要|已)?([\u4e00-\u9fff]{2})[^，。；]{0,8}(?:尚未|尚不|仍未|暂未|未定|未知|未明|不确定|不明|有待|待定|仍待|尚待|存疑)"
)


def undecided(c: Clause) -> Iterator[Finding]:
    """权重同步开源, where the source says 权重是否开源尚未确定."""
    for number, source in enumerate(c.sources):
        for m in _OPEN.finditer(source.plain):
            told = any(plainly(source.plain[a:b], m[1]) and "是否" not in source.plain[a:b] for a, b in source.clauses)
            if m[1] in c.said and plainly(c.said, m[1]) and "是否" not in c.said and not told:
                at = source.clauses[source.clause_at(m.start())]
                shared = words(c.said) & words(source.plain[slice(*at)])
                if len(shared) > 1:
                    yield Finding("qualifier", *c.span, f"语气不同：原文为「{m.group()}」", number, at)
                    return
