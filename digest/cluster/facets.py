"""What a headline says that only one of two look-alikes can be: the round, the occasion, the filing, the version. Pure.

Two groups of reports whose facets of one kind have nothing in common are two events, however close their words. Absence
says nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

_ROUND = re.compile(r"(?:pre-?)?[A-H]\d?\+{0,2}\s?轮|种子轮|天使轮|\bseries\s[A-H]\b\+?|\bseed\sround", re.I)
OCCASION = re.compile(
    r"座谈会|签署活动|签约仪式|签署仪式|新闻发布会|发布会|论坛|峰会|大会|启动会|启动仪式|培训班|研讨会|研讨班|推进会|工作会议|评审会|交流会|对接会|宣讲会|"
    r"公示|征求意见|调研|揭牌|开幕式|闭幕式|现场会|专题会|通气会|听证会|表彰会|动员会|年会|路演"
)
_FILING = re.compile(
    r"业绩预告|业绩快报|年度报告|半年报|年报|一季报|三季报|季报|中报|业绩说明会|招股书|问询函|分红预案|回购预案"
)
#: what tells one product of a family from another
_EDITION = (
    "pro|max|mini|flash|lite|ultra|plus|nano|coder|code|omni|vl|turbo|air|instruct|thinking|image|math|audio|video|"
    "sonnet|opus|haiku|preview|base|next|edge"
)
#: editions that a headline may leave out, because the best of a family bears its name
_FLAGSHIP = frozenset("pro max ultra plus preview base instruct thinking".split())
_PRODUCT = re.compile(
    r"(?:(?<![a-zA-Z])(?P<family>[a-zA-Z]{1,12})[ -]?|(?P<han>[\u4e00-\u9fff]{2})\s?(?=\d{1,2}(?:\.\d)?-[a-zA-Z]))"
    r"(?P<version>v?\d{1,3}(?:\.\d{1,2})?)(?![\d.,]?\d|\s?[%万亿元个家款名年月日吉]|\s?(?:billion|million|trillion|gw|x\b))"
    rf"(?P<edition>(?:[ -](?:{_EDITION})(?![a-z0-9])|-[a-z]{{2,}}(?![a-z0-9])){{0,2}})",
    re.I,
)
_MONTHS = frozenset(
    "jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august september".split()
)


_DOCUMENT = re.compile(r"《([^《》\n]{4,40})》")
_WRAP = re.compile(
    r"收评|午评|早评|收盘|午盘|开盘|盘前|盘后|复盘|行情|涨停|龙虎榜|\b(?:closing bell|market (?:wrap|close)|stocks close)\b",
    re.I,
)


def facets_of(title: str, lead: str, day: str = "") -> Mapping[str, tuple[str, ...]]:
    """Kind → values: what the headline says; the round and the filing may stand in the first sentence. A market's close is
    another event every day."""
    opening = lead[:120]
    found = {
        "round": _values(_ROUND, title) or _values(_ROUND, opening)[:1],
        "occasion": _values(OCCASION, title),
        "filing": _values(_FILING, title) or _values(_FILING, opening)[:1],
        "document": tuple(re.sub(r"\W", "", m[1]) for m in _DOCUMENT.finditer(title) if not m[1].endswith("报")),
        "trading day": (day,) if day and _WRAP.search(title) else (),
    }
    for match in _PRODUCT.finditer(title):
        family = (match["family"] or match["han"]).lower()
        if family not in _MONTHS and (match["han"] or match["family"] != match["family"].lower()):
            version = " ".join([match["version"], *re.split("[ -]", match["edition"].lower())[1:]])
            found[f"version of {family}"] = (*found.get(f"version of {family}", ()), version)
    return {kind: values for kind, values in found.items() if values}


def _values(pattern: re.Pattern[str], text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(re.sub(r"\s|series|轮", "", m[0].lower()) for m in pattern.finditer(text)))


def told(counts: Mapping[str, int]) -> frozenset[str]:
    """The values that a group's headlines agree on: those told at least half as often as the commonest."""
    most = max(counts.values(), default=0)
    return frozenset(v for v, n in counts.items() if n * 2 >= most)


def conflict(a: Mapping[str, Counter[str]], b: Mapping[str, Counter[str]]) -> str:
    """The kind of facet in which two groups contradict one another, or an empty string."""
    for kind in sorted(a.keys() & b.keys()):
        if not any(_agree(x, y) for x in told(a[kind]) for y in told(b[kind])):
            return kind
    return ""


def _agree(a: str, b: str) -> bool:
    """Equal, or the one more exact: GLM-5 and GLM-5 Pro may be one model, GLM-5 and GLM-5 Air aren't; a document's name may
    be cut short."""
    short, long = sorted((a.split(), b.split()), key=len)
    if long[: len(short)] == short and set(long[len(short) :]) <= _FLAGSHIP:
        return True
    return min(len(a), len(b)) >= 4 and not a[0].isdigit() and (a in b or b in a)


def counted(facets: Iterable[Mapping[str, tuple[str, ...]]]) -> dict[str, Counter[str]]:
    """How often each value is told in a group."""
    found: dict[str, Counter[str]] = {}
    for one in facets:
        for kind, values in one.items():
            found.setdefault(kind, Counter()).update(values)
    return found
