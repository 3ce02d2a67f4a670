"""How many share in a figure: the base of a share, the few of a total, the one of a sum."""

from __future__ import annotations

import re
from functools import lru_cache

from digest.verify import amounts, context, labels
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
    if _another(claim, mine, source, theirs) or _beside(mine, source, s, theirs):
        return told
    lost = [m.group() for m in _NARROW.finditer(theirs) if m.group() not in claim.plain]
    return told if lost and _BROAD.search(mine) and not _bigrams(theirs) <= _bigrams(mine) else ""


_PART = re.compile(r"占|份额|比重|比例|[\u4e00-\u9fff]率(?!先)|\b(?:margin|rate|share)\b", re.I)


def _part(reading: Reading, mark: Mark) -> bool:
    return bool(_PART.search(reading.plain, reading.clauses[mark.clause][0], mark.figure.start))


def share(claim: Reading, c: Mark, source: Reading, s: Mark) -> str:
    """A growth is no part of a whole: 增长62% is not 占62%."""
    if not amounts.is_share(c.figure) or not amounts.is_share(s.figure):
        return ""
    grown = [
        context.of(r, m).direction & {"up", "down"} or m.figure.unit == "percent_change" for r, m in ((claim, c), (source, s))
    ]
    part = [_part(r, m) for r, m in ((claim, c), (source, s))]
    if "to" in {context.of(claim, c).level, context.of(source, s).level}:
        return ""  # 下滑10个百分点至6%
    if (part[0] and not grown[0] and grown[1] and not part[1]) or (part[1] and not grown[1] and grown[0] and not part[0]):
        return "占比与增幅不同"
    return ""


_SIZE = re.compile(r"总?(?:营业)?(?:收入|营收|总额|金额|总数|数量|规模|总量|比重)|的|我国|全国|公司|全部|总")


def _beside(mine: str, source: Reading, s: Mark, theirs: str) -> bool:
    """占金额的42%, where the source has 占笔数的42%，占金额的58%."""
    others = (context.share_base(source, m) for m in source.marks_of(s.sentence) if m is not s)
    return theirs[-2:] != mine[-2:] and any(other[-2:] == mine[-2:] for other in others if other)


def _another(claim: Reading, mine: str, source: Reading, theirs: str) -> bool:
    """软件业务收入 for 信息技术服务收入: another whole, which the source knows apart from this one."""
    a, b = _SIZE.sub("", mine), _SIZE.sub("", theirs)
    if len(a) < 2 or len(b) < 2 or _bigrams(a) & _bigrams(b) or claim.lang != source.lang:
        return False
    return a in source.plain and a not in theirs


def _bigrams(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1) if not text[i : i + 2].isspace()}


def _metrics(reading: Reading, words: str) -> frozenset[str]:
    at = reading.plain.find(words)
    return frozenset(c.value for c in reading.cues_in(at, at + len(words), "metric"))


_STATUS = "在建|投运|规划|建成|拟建|签约|交付|登记|备案|上线|注册|活跃|挂牌|成交|研发|申请|获批|受理|新增|存量"
_BOTH = re.compile(rf"({_STATUS})(?:及|和|与|、|以及)(?:已|新)?({_STATUS})")


def halved(claim: Reading, c: Mark, source: Reading, s: Mark) -> str:
    """投运50个, where the source gives 50 for 在建及投运."""
    m = _BOTH.search(source.plain, source.clauses[s.clause][0], s.figure.start)
    said = claim.plain[claim.clauses[c.clause][0] : claim.clauses[c.clause][1]]
    if m is None or (m[1] in said) == (m[2] in said):
        return ""
    return f"范围不同：原文为{m.group()}"


_STATE = re.compile(rf"已?({_STATUS})")


def state(claim: Reading, c: Mark, source: Reading, s: Mark) -> str:
    """在建126个, where the source has 已建成126个，在建近200个."""
    mine, theirs = (list(_STATE.finditer(r.plain, *m.before))[-1:] for r, m in ((claim, c), (source, s)))
    if not mine or not theirs or mine[0][1] == theirs[0][1] or amounts.is_share(c.figure):
        return ""
    for other in source.marks_of(s.sentence):
        rival = amounts.same_class(other.figure, s.figure) and not amounts.equal(c.figure, other.figure)
        there = list(_STATE.finditer(source.plain, *other.before))[-1:] if rival else []
        if there and there[0][1] == mine[0][1]:
            return f"范围不同：「{mine[0][1]}」在原文中对应{other.figure.raw.strip()}"
    return ""


_RATE = re.compile(r"([\u4e00-\u9fff]{2})率(?!先)")
_SAME_RATE = ({"占有", "市占", "份额"}, {"净利", "利润"}, {"增长", "长速", "增速"}, {"毛利", "售毛"})


#: 17倍市销率
_MULTIPLE = re.compile(r"\s?的?(市[盈销净现])率")


def rate_name(claim: Reading, c: Mark, source: Reading, s: Mark) -> str:
    """毛利率 for 产能利用率: two rates of different names."""
    if not amounts.is_share(c.figure) or claim.lang == "en" or source.lang == "en":
        return ""
    mine, theirs = (_rate_of(r, m) for r, m in ((claim, c), (source, s)))
    if not mine or not theirs or mine == theirs or any({mine, theirs} <= group for group in _SAME_RATE):
        return ""
    return f"指标不同：原文为{theirs}率，此处为{mine}率"


def _rate_of(reading: Reading, mark: Mark) -> str:
    behind = _MULTIPLE.match(reading.plain, *mark.after) if mark.figure.unit == "times" else None
    found = list(_RATE.finditer(reading.plain, *mark.before))
    return behind[1] if behind else found[-1][1] if found else ""


_HEADS = re.compile(r"设备|零部件|材料|芯片|模组|软件|租赁|服务器|耗材|组件|整机|终端")


def other_head(claim: Reading, c: Mark, source: Reading, s: Mark) -> str:
    """半导体销售额 for 半导体设备销售额."""
    if claim.lang == "en" or source.lang == "en":
        return ""
    mine, theirs = (_before_metric(r, m) for r, m in ((claim, c), (source, s)))
    head = _HEADS.search(theirs[-3:])
    if head is None or not mine or head.group() in claim.plain or mine[-2:] not in theirs[:-2]:
        return ""
    return f"指标不同：原文为「{theirs[-8:]}」的数，此处为「{mine[-6:]}」的数"


def _before_metric(reading: Reading, mark: Mark) -> str:
    """The words right before the metric of a figure, in its clause."""
    cues = reading.cues_in(*mark.before, "metric")
    return re.split(r"[\d年月日，、的]", reading.plain[mark.before[0] : cues[-1].start])[-1].strip() if cues else ""


_TOTALLY = re.compile(r"总(?=[\u4e00-\u9fff])(?!部|裁|统|理|经理|局|署|台|行|共|计|体)|整体|\btotal\b|\boverall\b", re.I)


def of_all(claim: Reading, c: Mark, source: Reading, s: Mark) -> str:
    """总收入91亿美元, where that is one business's and another figure beside it is the total of that metric."""
    if amounts.is_rank(c.figure) or not _TOTALLY.search(claim.plain, *c.before) or _TOTALLY.search(source.plain, *s.before):
        return ""
    metric = context.of(source, s).metric
    for other in source.marks_beside(s) if metric else ():
        rival = amounts.same_class(other.figure, s.figure) and not amounts.equal(c.figure, other.figure)
        low = source.clauses[other.clause][0]
        if rival and context.of(source, other).metric == metric and _TOTALLY.search(source.plain, low, other.figure.start):
            return f"范围不同：原文的总数为{other.figure.raw.strip()}"
        part = (
            context.share_base(source, other) if other.sentence == s.sentence and s.clause < other.clause < s.clause + 3 else ""
        )
        if _TOTALLY.search(part):
            return f"范围不同：原文此数占{part}的{other.figure.raw.strip()}"
    return ""


def of_so_many(claim: Reading, c: Mark, source: Reading, s: Mark) -> str:
    """这78个试点接入1.2万家, where the source has 在建试点141个，接入1.2万家: the figure of another number of them."""
    for m in claim.marks_in(claim.clauses[c.clause][0], c.figure.start):
        if m.figure.unit != "count" or (amounts.number(m.figure.value) or amounts.ZERO) <= 10 or c.figure.unit != "count":
            continue
        before = [x for x in source.marks_of(s.sentence) if x.figure.end <= s.figure.start and s.clause - x.clause < 2]
        other = before[-1] if before else None
        one_noun = (
            other is not None and other.figure.unit == "count" and other.figure.raw.strip()[-1:] == m.figure.raw.strip()[-1:]
        )
        if other is None or not one_noun or amounts.equal(m.figure, other.figure):
            continue
        if len(labels.of(claim, m).own & labels.of(source, other).own) > 1:
            return f"范围不同：原文为{other.figure.raw.strip()}的数，此处写成{m.figure.raw.strip()}的"
    return ""


_SHARES = re.compile(r"每\s?(\d+|十)?\s?股")


def per_share(claim: Reading, c: Mark, source: Reading, s: Mark) -> str:
    """每股派0.6元, where the source has 每10股派0.6元."""
    mine, theirs = (_SHARES.search(r.plain, r.clauses[m.clause][0], m.figure.start) for r, m in ((claim, c), (source, s)))
    if mine is None or theirs is None or (mine[1] or "1") == (theirs[1] or "1"):
        return ""
    return f"单位不同：原文为{theirs.group()}，此处为{mine.group()}"


def basis_unsaid(claim: Reading, c: Mark, source: Reading, s: Mark) -> str:
    """环比 told of a growth for which the source has no basis: that is one on the year."""
    mine, theirs = context.of(claim, c).basis, context.of(source, s).basis
    growth = amounts.is_share(c.figure) and context.of(source, s).direction & {"up", "down"}
    if not growth or mine != {"qoq"} or theirs or context.of(source, s).span & {"week", "day"}:
        return ""
    if any(x.value == "qoq" for x in source.cues_in(*source.paragraph(s.figure.start), "basis")):
        return ""
    return "比较基准不同：原文没有说是环比" if context.of(source, s).metric & _REPORTED else ""


def added(claim: Reading, c: Mark, source: Reading, s: Mark) -> str:
    """智能算力占七成, where the source has 算力占七成 and speaks of 智能算力 beside another figure."""
    few = c.figure.unit == "count" and (amounts.number(c.figure.value) or amounts.ZERO) <= 10
    if few or claim.lang == "en" or source.lang == "en" or amounts.is_rank(c.figure):
        return ""
    mine, here = labels.content(claim, labels.dealt(claim, c) or labels.behind_speaker(claim, c.before)), labels.of(source, s)
    ours = here.own | here.carried
    lost = frozenset(w for w in mine - ours if w[0] != "@")
    for other in source.marks_beside(s) if here.own and len(lost) > 1 else ():
        there = labels.of(source, other).own
        common = lost & there
        if (
            len(common) < 2
            or not mine & ours & there
            or labels.sets_scene(source, other, s)
            or _listed(claim, c, other, common)
        ):
            continue
        if not amounts.equal(c.figure, other.figure):
            return f"范围不同：「{'、'.join(sorted(common)[:2])}」在原文中对应{other.figure.raw.strip()}"
    return ""


def _listed(claim: Reading, c: Mark, other: Mark, common: frozenset[str]) -> bool:
    """5千多件自作书画、1000多件藏品: the words are the claim's own figure's before, and that one is the other."""
    beside = (m for m in claim.marks_of(c.sentence) if m is not c and amounts.equal(m.figure, other.figure))
    return any(common <= labels.of(claim, m).own for m in beside)


_EACH = re.compile(r"\beach\b|\bper\b|\bapiece\b|每(?![年月日周季天])|各", re.I)
_IN_ALL = re.compile(r"合计|总计|共计|总共|一共|加起来")


def each(claim: Reading, c: Mark, source: Reading, s: Mark) -> str:
    """向这14国合计出口1,000件, where the source has 1,000 units to each country."""
    low, high = source.clauses[s.clause]
    if not _IN_ALL.search(claim.plain, *c.before) or _EACH.search(claim.plain, c.before[0], c.after[1]):
        return ""
    others = [m for m in source.marks_in(low, high) if m is not s]
    alone = _EACH.search(
        source.plain, s.before[0], min([m.figure.start for m in others if m.figure.start > s.figure.end] + [high])
    )
    return "范围不同：原文为各方每一个的数，此处写成合计" if alone and not _SUM.search(source.plain, low, high) else ""


_NOUN = re.compile(r"\s?的?([\u4e00-\u9fff]{2,10})")


def kind(claim: Reading, c: Mark, source: Reading, s: Mark) -> str:
    """612家三甲医院, where the source has 612家医院，其中三甲医院203家."""
    mine, theirs = _NOUN.match(claim.plain, c.figure.end), _NOUN.match(source.plain, s.figure.end)
    at = mine[1].find(theirs[1][:2]) if mine and theirs and c.figure.unit == s.figure.unit == "count" else -1
    few = (amounts.number(c.figure.value) or amounts.ZERO) <= 10
    word = mine[1][:at] if mine and at > 1 and not few else ""
    if not word or word in source.plain[slice(*source.clauses[s.clause])]:
        return ""
    for other in source.marks_beside(s):
        rival = amounts.same_class(other.figure, s.figure) and not amounts.equal(c.figure, other.figure)
        if rival and word in source.plain[other.before[0] : other.after[1]]:
            return f"范围不同：「{word}」在原文中对应{other.figure.raw.strip()}"
    return ""


#: what companies report by quarters
_REPORTED = frozenset({"revenue", "net_profit", "profit", "op_profit", "gross_profit", "net_loss"})


@lru_cache(maxsize=1024)
def _numbers(sentence: str) -> frozenset[int]:
    """How many a sentence speaks of: 前五, 三家."""
    return frozenset({*context.tops(sentence, 0, len(sentence)), *context.parties(sentence, 0, len(sentence))})


def members(claim: Reading, c: Mark, source: Reading, s: Mark) -> str:
    """前十 must not become 全平台, what two have together not one's."""
    if amounts.is_rank(c.figure):
        return ""
    mine, theirs = context.of(claim, c), context.of(source, s)
    summed = together(source, s)
    if not theirs.tops and not summed:
        return ""
    start, end = claim.sentences[c.sentence]
    said = _numbers(claim.plain[start:end])
    list_of = _LIST.search(claim.plain[claim.clauses[c.clause][0] : c.figure.start])
    several = bool(_SUM.search(claim.plain, start, end) or list_of)
    near = set(context.tops(source.plain, s.before[0], s.figure.start))
    if near and not near & said and not several:
        return f"范围不同：原文限于前{min(near)}名，此处没有写明"
    if theirs.tops and not theirs.tops & said and (mine.tops or _WIDE.search(claim.plain, *claim.clauses[c.clause])):
        return f"范围不同：原文限于前{min(theirs.tops)}名，此处没有写明"
    if not summed:
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
