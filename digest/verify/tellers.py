"""Names that only say who tells the news (据路透社报道, IT之家2月27日消息), not whom it is about."""

from __future__ import annotations

import re

from digest.verify.mentions import Mention
from digest.verify.reading import Reading

_SAYS = re.compile(
    r"\s*(?:的?(?:公告|声明|数据|统计|榜单|报告|说法|官方|创始人|首席执行官|负责人|有关负责人|CEO))?(?:[\u4e00-\u9fff]{2,3}(?=\d))?(?:\d+\s?月\s?\d+\s?日)?"
    r"(?:今日|昨日|日前|今晚)?(?:.{0,4}(?:报道|消息|(?<![资通腾聆审问])讯|电(?!子|商|池|力|网|动|脑|话|视)|刊文|专讯|注意到|获悉|获悉)|记者|(?:的?数据|的?统计|的?榜单)?显示)"
)
#: 某某证券分析师预计, 某院专家解读: one who speaks of others
_EXPERT = re.compile(r"[\u4e00-\u9fff]{0,4}?(?:专家|分析师|研究员|研报|研究报告)")
_ACCORDING = re.compile(r"(?:据|按照|根据|援引|来自)\s?$")
_LEARNT = re.compile(r"从.{0,4}$")
_FROM_THEM = re.compile(r".{0,4}(?:获悉|了解到|处了解)")


def attributed(reading: Reading, name: Mention) -> bool:
    """Whether a name only says who tells it (据路透社报道, IT之家2月27日消息, OpenRouter数据显示)."""
    plain = reading.plain
    if _LEARNT.search(plain, max(0, name.start - 5), name.start) and _FROM_THEM.match(plain, name.end):
        return True
    if _EXPERT.match(plain, name.end):
        return True
    return bool(_ACCORDING.search(plain, max(0, name.start - 4), name.start)) or bool(_SAYS.match(plain, name.end))
