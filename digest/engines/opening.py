"""How an item opens: lead source and date, from the record."""

from __future__ import annotations

import re
from datetime import datetime

from digest.model import Article
from digest.text import HAN
from digest.weeks import beijing

_DATELINE = re.compile(
    rf"^[{HAN}\w （）()·.]{{0,18}}?(\d{{1,2}}\s*月\s*\d{{1,2}}\s*日)"
    rf"|^[{HAN}]{{2,10}}(讯|电|获悉)|^\d{{4}}\s*年|^(昨|今|当|前)[日天晚]"
)


def dateline(lead: Article, first: str) -> str:
    """`IT之家2月27日消息，` unless the first sentence opens with a date or dateline of its own; empty without a known time."""
    if lead.published is None or _DATELINE.match(first[:40]):
        return ""
    day: datetime = beijing(lead.published.at)
    return f"{lead.credit}{day.month}月{day.day}日消息，"


def without_credit(lead: Article, first: str) -> str:
    """A first sentence without the outlet's `36氪获悉，` or `某报记者了解到，`, which the dateline says already."""
    return re.sub(rf"^{re.escape(lead.credit)}(?:记者|编辑)?(?:独家)?(?:获悉|了解到|注意到|讯)[，,]\s*", "", first)
