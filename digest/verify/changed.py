"""What became of a figure: from more to less, to a level or by an amount, taken back by the one who knows."""

from __future__ import annotations

import re

from digest.verify import amounts, context
from digest.verify.reading import Mark, Reading

_BEFORE = re.compile(
    r"(?:上年|去年|上一年|前一年)(?:同期|同季)?|(?:上|前)(?:一)?(?:个)?(?:季度?|月|财季)|\b(?:a year (?:earlier|ago)|the (?:prior|previous|same) )",
    re.I,
)


def worsened(claim: Reading, c: Mark, source: Reading, s: Mark) -> str:
    """净亏损扩大至4.9亿元, where the source has 净亏损4.9亿元，上年同期6.6亿元: the two levels tell the direction."""
    told = context.of(claim, c)
    if told.level != "to" or told.direction not in ({"up"}, {"down"}) or context.of(source, s).direction:
        return ""
    former = _former(source, s)
    mine = amounts.number(s.figure.value)
    theirs = amounts.number(former.figure.value) if former else None
    if former is None or mine is None or theirs is None or mine == theirs or _against_another(claim, c):
        return ""
    if (abs(mine) > abs(theirs)) != ("up" in told.direction):
        return f"方向不同：原文由{former.figure.raw.strip()}变为{s.figure.raw.strip()}"
    return ""


def _former(source: Reading, s: Mark) -> Mark | None:
    """The level of the year or the quarter before that a sentence gives right behind a figure."""
    later = next((m for m in source.marks_of(s.sentence) if m.figure.start >= s.figure.end), None)
    if (
        later is None
        or later.clause != s.clause + 1
        or (later.figure.unit, later.figure.currency) != (s.figure.unit, s.figure.currency)
    ):
        return None
    low = source.clauses[later.clause][0]
    m = _BEFORE.search(source.plain, low, later.figure.start)
    one = not source.cues_in(low, later.figure.start, "metric") or (
        context.of(source, later).metric == context.of(source, s).metric
    )
    return later if m and one and not source.cues_in(low, later.figure.start, "direction") else None


def _against_another(claim: Reading, c: Mark) -> bool:
    """Whether the claim measures against another period than a year or a quarter before (较年初扩大至)."""
    low, _ = claim.clauses[c.clause]
    return bool(re.search(r"年初|年末|年底|上轮|此前|[较比](?!上年|去年|上季|上月)", claim.plain[low : c.figure.start]))


_BY_SO_MUCH = re.compile(
    r"(?:压减|压缩|削减|缩减|减少|下降|下调|降低|增加|提高|提升|上调|扩大|增长|延长|缩短|上升|裁减|精简)(?:了|约|近|逾|超)?\s?$"
)
_TO_SO_MUCH = re.compile(
    r"(?:至|到|为|成|\bto)\s?(?:约|近|逾|超|仅)?\s?(?:just (?:under|over) |about |around |nearly |some )?$", re.I
)


def by_for_to(claim: Reading, c: Mark, source: Reading, s: Mark) -> str:
    """在112项的基础上压减76项, where the source has 由112项压减至76项."""
    if amounts.is_share(c.figure) or claim.lang == "en" or not _BY_SO_MUCH.search(claim.plain, *c.before):
        return ""
    if _TO_SO_MUCH.search(source.plain, *s.before) and context.of(source, s).direction:
        return "「至」与「幅度」不同：原文为变化后的水平，此处为变化幅度"
    if source.lang != "en" and not _MOVES.search(source.plain, *source.clauses[s.clause]):
        return "「至」与「幅度」不同：原文没有说变化了这么多"
    return ""


_MOVES = re.compile(r"[增减升降涨跌扩缩多少高低快慢提压长短延加差超裁砍省]")
_SAID_TO_BE = re.compile(r"报道|报导|传闻|传言|传出|市场传|网传|据称|消息称|\breport(?:s|ed|edly)?\b|\brumou?r", re.I)
_RATHER = re.compile(
    r"(?:应为|实为|实际为|实际上(?:为|是)|更正为|而是|并非|不实|否认|澄清|\bactual(?:ly)?\b|\bin fact\b|\bnot\b)", re.I
)


def refuted(claim: Reading, c: Mark, source: Reading, s: Mark) -> str:
    """洽谈联贷150亿元, where the source has 有报道称150亿元，公司澄清应为105亿元."""
    low, high = source.sentences[s.sentence]
    if not _SAID_TO_BE.search(source.plain, low, s.figure.start) or claim.cues_in(*claim.sentences[c.sentence], "denial"):
        return ""
    if _SAID_TO_BE.search(claim.plain, *claim.sentences[c.sentence]):
        return ""
    for other in source.marks_in(s.figure.end, high):
        one = (other.figure.unit, other.figure.currency) == (s.figure.unit, s.figure.currency)
        if one and not amounts.equal(c.figure, other.figure) and _RATHER.search(source.plain, s.figure.end, other.figure.start):
            return f"原文此数已被更正，应为{other.figure.raw.strip()}"
    return ""


_AMONG = re.compile(
    r"其中(?:包括|含|有)?[^，。；]{0,16}$|(?:包括|包含|内含|含)[^，。；]{0,16}$|\bincluding\b[^.;\d]{0,20}$", re.I
)
_BESIDES = re.compile(
    r"(?:另有|另外|此外|除了?[^，。；]{1,20}(?:之外|外)|加上|之外)[^，。；\d]{0,12}$|\b(?:on top of|in addition to|besides|apart from|on top)\b[^.;\d]{0,20}$",
    re.I,
)


def inclusive(claim: Reading, c: Mark, source: Reading, s: Mark) -> str:
    """总计1000亿，其中包括380亿, where the source has an additional $100 billion on top of $38 billion."""
    spans = [
        (claim.plain, claim.clauses[c.clause][0], c.figure.start),
        (source.plain, source.clauses[s.clause][0], s.figure.start),
    ]
    (among, besides), (among_there, besides_there) = ((_AMONG.search(*at), _BESIDES.search(*at)) for at in spans)
    if among and not besides and besides_there and not among_there:
        return "范围不同：原文是在此之外另加，此处写成包括在内"
    if besides and not among and among_there and not besides_there:
        return "范围不同：原文包括在内，此处写成另加"
    return ""


_EARLIER_VERSION = re.compile(
    r"\b(?:originally|earlier version|incorrectly|mistakenly)\b[^.,;]{0,30}\b(?:said|stated|reported|gave)\b|(?:早前|此前|先前)(?:的)?(?:版本|报道|文章)[^，。；]{0,8}(?:误|称|写)|(?<![失谬错延贻])误(?:作|为|写|称)",
    re.I,
)


def retracted(claim: Reading, _c: Mark, source: Reading, s: Mark) -> str:
    """两家车企, where the source says that its story originally said two, and that there are three."""
    low = source.sentences[s.sentence][0]
    if not _EARLIER_VERSION.search(source.plain, low, s.figure.start) or _EARLIER_VERSION.search(claim.plain):
        return ""
    return "原文说明这是更正以前的说法"


_CONSENSUS = re.compile(
    r"(?:分析师|市场|机构|华尔街|一致)(?:此前|先前|普遍|一致|平均|的|给出的)*(?:预期|预计|预测|预估)(?:值|均值|中值)?(?:的|为|约|是|达)*\s?$"
    r"|(?:analysts?'?|consensus|wall street|the street|the market)\b[^.;\d]{0,40}\b(?:estimates?|expectations?|forecasts?|expected|forecast|consensus)\b[^.;\d]{0,16}$"
    r"|\bestimates? of (?:about |around )?$",
    re.I,
)


def consensus(claim: Reading, c: Mark, source: Reading, s: Mark) -> str:
    """公司预计726亿美元, where that is what the analysts expected and the company has another figure, or the reverse."""
    mine, theirs = (
        bool(_CONSENSUS.search(r.plain, r.clauses[m.clause][0], m.figure.start)) for r, m in ((claim, c), (source, s))
    )
    if mine == theirs:
        return ""
    for other in source.marks_of(s.sentence):
        rival = amounts.same_class(other.figure, s.figure) and not amounts.equal(c.figure, other.figure)
        if rival and bool(_CONSENSUS.search(source.plain, source.clauses[other.clause][0], other.figure.start)) == mine:
            return f"主体不同：原文此数{'是市场预期' if theirs else '不是市场预期'}"
    return ""


_ESTIMATOR = re.compile(
    r"外媒|分析师|研究员|研究机构|研究院|咨询|专家|学者|教授|券商|研报|机构|法人|业内|市场人士|\banalysts?\b|\bresearch\b|\bresearch firm\b|\bconsultan\w+",
    re.I,
)
_ESTIMATES = re.compile(r"估算|估计|测算|预计|预测|预估|推算|认为|\bestimat\w+|\bforecasts?\b|\bexpects?\b|\breckon\w*", re.I)
_OWN_WORD = re.compile(
    r"(?:有关负责人|发言人|公司|官方|局|部|委)?(?:披露|公布|宣布|公告|透露|证实|确认|表示|称|指出|介绍|通报)[，,：:]?"
)


def estimated(claim: Reading, c: Mark, source: Reading, s: Mark) -> str:
    """甲公司披露…价值约70亿美元, where the figure is a research firm's estimate and no word of the company's."""
    low, high = source.clauses[s.clause]
    start, end = claim.sentences[c.sentence]
    said = _OWN_WORD.search(claim.plain, start, c.figure.start)
    if not said or _ESTIMATOR.search(claim.plain, start, end):
        return ""
    who = _ESTIMATOR.search(source.plain, max(source.sentences[s.sentence][0], low - 60), s.figure.start)
    if not who or not _ESTIMATES.search(source.plain, who.end(), high):
        return ""
    mine = claim.names_in(start, said.start())
    theirs = source.names_in(source.sentences[s.sentence][0], s.figure.start)
    if any(k in m.keys for n in mine for k in n.keys for m in theirs) and source.lang != "en":
        return ""
    return f"说话人不同：原文为「{source.text[who.start() : s.figure.end].strip()}」"
