"""An event that no source knows of: a clause with an act of its own and hardly a word of the sources'."""

from __future__ import annotations

import re
from collections.abc import Iterator

from digest.verify.alignment import words
from digest.verify.clause import Clause, Finding

_ACT = re.compile(
    r"宣布|公布|披露|收购|并购|上市|募资|签署|签约|签订|中标|获批|获得|[已并]获|拿到|取得|发布|推出|印发|启动|投产|开工|建成|上线|设立|成立|定增|回购|增持|减持"
    r"|聘任|任命|辞任|达成|引入|承诺|扩建|递交|量产|供货|入围|入选|处罚|立案|入股|下调|上调|降价|停产|终止|撤回|裁员|分拆|退市|起诉|和解|罚款|受理|决定|改为|下架"
    r"|合作|捆绑|补贴|授权|认购|拟"
)
#: what a writer concludes, or says of the telling, is no event
_REMARK = re.compile(
    r"意味|表明|显示|反映|体现|说明|可见|有望|可能|或将|若|如果|建议|认为|预期|看好|关注|数据|报道|刊文|消息|据|其中|合计|平均|相当于|换算|同期"
)
#: how much of its other words an event told in other words still has of its sources, and how many words it must have
_KNOWN, _LEAST = 0.2, 4
#: how many unknown words make a clause a stranger whatever it tells
_MANY = 6


def event(c: Clause) -> Iterator[Finding]:
    """并宣布在东南亚设立合资工厂, where no source has a word of it. Across languages nothing follows."""
    if any(s.lang == "en" for s in (c.claim, *c.sources)) or not c.sources or _REMARK.search(c.said):
        return
    if c.claim.marks_in(*c.span) or c.axes() & {"denial", "hearsay"}:
        return
    own = words(_ACT.sub("，", c.said))
    known = sum(1 for w in own if any(w in words(s.plain) for s in c.sources))
    act = len(own) >= _LEAST and known <= _KNOWN * len(own) and _ACT.search(c.said)
    if act or (len(own) >= _MANY and not known):
        yield Finding("subject", *c.span, "原文没有提到这件事")
