"""How many share in a figure: the base of a share, the few of a total, the one of a sum."""

from __future__ import annotations

import re

from digest.verify import amounts, context
from digest.verify.metrics import differ
from digest.verify.reading import Mark, Reading

_BROAD = re.compile(r"公司|总|全|整|平台|所有")
_NARROW = re.compile(r"一般性|前[一二三四五六七八九十\d]+|其中|部分|新增|存量|海外|国内|付费|核心|主营")
_SUM = re.compile(r"合计|总计|共计|总共|加起来|累计|总和|一共|均|都|together|combined|in total", re.I)
_LIST = re.compile(r"[^，。；、]{2,}(?:、|和|与|及)[^，。；、]{2,}")
_ITEM = re.compile(r"、|(?<=[\u4e00-\u9fffA-Za-z\d])[和与及](?=[\u4e00-\u9fffA-Za-z])")
_WIDE = re.compile(r"全平台|平台|全网|全部|所有|总|整体|市场|全球|行业")
_TOTAL = re.compile(r"合计|加起来|together|combined", re.I)


def base(claim: Reading, c: Mark, source: Reading, s: Mark) -> str:
    """Of what a share is a share: a narrow base must not become a broad one."""
    mine, theirs = context.share_base(claim, c), context.share_base(source, s)
    if not mine or not theirs or source.lang == "en":
        return ""
    told = f"占比的分母不同：原文为{theirs}，此处为{mine}"
    if differ(_metrics(claim, mine), _metrics(source, theirs)):
        return told
    lost = [m.group() for m in _NARROW.finditer(theirs) if m.group() not in claim.plain]
    return told if lost and _BROAD.search(mine) and not _bigrams(theirs) <= _bigrams(mine) else ""


def _bigrams(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1) if not text[i : i + 2].isspace()}


def _metrics(reading: Reading, words: str) -> frozenset[str]:
    at = reading.plain.find(words)
    return frozenset(c.value for c in reading.cues_in(at, at + len(words), "metric"))


def members(claim: Reading, c: Mark, source: Reading, s: Mark) -> str:
    """前十 must not become 全平台, what two have together not one's."""
    if amounts.is_rank(c.figure):
        return ""
    mine, theirs = context.of(claim, c), context.of(source, s)
    start, end = claim.sentences[c.sentence]
    said = {*context.tops(claim.plain, start, end), *context.parties(claim.plain, start, end)}
    list_of = _LIST.search(claim.plain[claim.clauses[c.clause][0] : c.figure.start])
    several = bool(_SUM.search(claim.plain, start, end) or list_of)
    near = set(context.tops(source.plain, s.before[0], s.figure.start))
    if near and not near & said and not several:
        return f"范围不同：原文限于前{min(near)}名，此处没有写明"
    if theirs.tops and not theirs.tops & said and (mine.tops or _WIDE.search(claim.plain, *claim.clauses[c.clause])):
        return f"范围不同：原文限于前{min(theirs.tops)}名，此处没有写明"
    if not together(source, s):
        return ""
    listed = len(_ITEM.findall(claim.plain[start : c.figure.start])) + 1
    counted = said | ({listed} if listed > 1 else set())
    if theirs.parties and counted and not theirs.parties & counted:
        return f"范围不同：原文为{min(theirs.parties)}家合计，此处为{min(counted)}家"
    if not several and not any(n > 1 for n in said):
        return "范围不同：原文为几方合计，此处写成一方"
    return ""


def together(reading: Reading, mark: Mark) -> bool:
    """Whether several who were just listed or counted have a figure together."""
    low, high = reading.clauses[mark.clause]
    m = _TOTAL.search(reading.plain, low, high)
    if m is None or not (mark.before[0] <= m.start() < mark.after[1]):
        return False
    start = reading.sentences[mark.sentence][0]
    head = reading.plain[start : m.start()]
    return bool(_LIST.search(head) or context.parties(reading.plain, start, m.start()) or context.tops(head, 0, len(head)))
