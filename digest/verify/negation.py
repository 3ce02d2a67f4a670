"""Acts that a source denies and a claim tells as done, or the reverse."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from digest.model import Figure
from digest.verify import alignment, modality, periods
from digest.verify.alignment import words
from digest.verify.clause import Clause, Finding
from digest.verify.reading import Span

_HEAD = r"(?:[能会再将予曾被得是可须必应只有]{0,2})([\u4e00-\u9fff]{2})"
NEGATION = re.compile(
    r"(?<![^\W_]无)(?:还没有?|仍没有?|尚未|尚无|暂无|并无|并未|从未|暂未|未曾|未(?!来|必|知|成年|经)|没有|并没|没(?!落|收)|并非|并不|不再|不会|不得|不能|无法|拒绝|"
    r"不(?!断|仅|只|少|过|足|到|同|久|动产|限|良|论|管|妨|等|错|及|超|低|高|如|一样|一|已|乏|实|属|惜|满|利|确定|易|锈|息|止|尽))"
    + _HEAD
)
_NEGATIVE_EN = re.compile(r"\b(?:no|not|never|without|nor|neither|cannot|yet to)\b|n't\b|\b(?:declin|refus|fail)\w+ to\b", re.I)
#: declining to comment on a deal denies no deal
_COMMENT = re.compile(r"\bdeclin\w+ to (?:comment|respond|discuss)|\bnot (?:immediately )?respond\w*|\bno comment", re.I)
_NO_NOUN = re.compile(r"\bno\b[\w\s]{0,20}$")
#: acts by their Chinese and English words: the bridge to an English source
_ACTS = {
    "sign": (r"签署|签订|签约|签下|合同", r"\bsign(?:ed|s|ing)?\b|\bcontract\b"),
    "disclose": (r"公布|披露|列出|公开", r"\b(?:name|names|named|disclose[ds]?|reveal(?:ed|s)?|give|gave|provid(?:e|ed))\b"),
    "release": (r"发布|推出|上线|开源", r"\b(?:releas|launch|unveil|open[- ]sourc)\w*"),
    "train": (r"训练", r"\btrain(?:ed|s|ing)?\b"),
    "share": (r"提供给|提供|展示", r"\b(?:shown?|shared?|provided?)\b"),
    "sell": (r"出售|售卖", r"\bs(?:old|ell|ells)\b"),
    "approve": (r"批准|获批", r"\bapprov\w+"),
    "verify": (r"核实|证实|确认", r"\bverif\w+|\bconfirm\w*"),
    "acquire": (r"收购", r"\bacqui\w+|\bbuy(?:s|ing)?\b"),
    "profit": (r"盈利|赚钱", r"\bprofitab\w+"),
    "exclude": (r"排除", r"\brul(?:e|ed|ing) out\b"),
    "fine": (r"罚款|处罚", r"\bfin(?:e|ed|es)\b|\bpenalt\w+"),
    "include": (r"包含|包括|计入", r"\binclud\w*"),
    "expect": (r"(?:仍|依然|继续|还)(?:然)?预[计期]", r"\bexpect\w*"),
    "dilute": (r"增发|发行新股|股权融资", r"\bnew equity\b|\bnew shares\b"),
    "list": (r"上市|挂牌", r"\bgo(?:es|ing)? public\b|\bIPO\b|\bfloat(?:ing)?\b|\blist(?:ed|ing)?\b"),
    "join": (r"引入|加入|参投|参与投资|跟投", r"\bjoin\w*|\btake part\b|\bparticipat\w*"),
    "amend": (r"修改|修订|补充起诉|重新起诉", r"\bamend\w*|\brefil\w*"),
    "raise": (r"融资|募资", r"\brais(?:e|ed|es|ing)\b"),
    "raise prices": (
        r"涨价|提价|上调价格|上调售价",
        r"\brais(?:e|ed|es|ing) (?:its |the )?prices?\b|\bprice (?:hikes?|increases?|rises?)\b",
    ),
    "build": (r"建设|建厂|建造|自建|新建", r"\bbuild(?:s|ing)?\b|\bbuilt\b|\bconstruct\w*"),
    "lay off": (r"裁员", r"\blay(?:ing)? off\b|\blaid off\b|\blayoffs?\b|\bjob cuts\b|\bcut(?:ting)? jobs\b"),
    "decide": (r"决定", r"\bdeci(?:de[ds]?|sions?)\b"),
}


#: what is made public or held back, by its Chinese and English words
_OBJECTS = (
    r"名单|名称|名字|身份|哪[些几]|\bnam(?:e|es|ed|ing)\b|\bidentit\w+|\blist\b",
    r"金额|数额|价值|估值|作价|\bvalu\w+|\bamounts?\b|\bsize\b|\bfigures?\b|\bfinancial\b|\bterms\b",
    r"售价|价格|定价|报价|\bpric\w+|\bcosts?\b",
    r"条款|细节|详情|内容|\bterms\b|\bdetails?\b",
    r"比例|占比|构成|拆分|\bsplit\b|\bbreakdown\b|\bshare\b|\bproportion\b",
    r"日期|时间|\bdates?\b|\btimetable\b|\btiming\b|\bwhen\b",
    r"原因|\breasons?\b|\bwhy\b",
    r"人数|数量|多少|\bhow many\b|\bnumbers?\b|\bfigures?\b",
    r"参数|规模|\bparameters?\b|\bsize\b",
)


def _objects(text: str) -> set[int]:
    """The numbers of the things of which a text speaks."""
    return {i for i, pattern in enumerate(_OBJECTS) if re.search(pattern, text, re.I)}


#: 未经审批不得上市 says that approval is needed
_DOUBLE = re.compile(
    r"不[\u4e00-\u9fff]{1,6}(?:也|亦|仍)(?:可|能|会|允许)|(?:未经|不经|非经|未).{1,16}(?:不得|不能|不可|不予)|不(?:得|能)不|无不|没有.{1,8}不"
)


@lru_cache(maxsize=8192)
def heads(text: str) -> dict[str, int]:
    """The words behind each negation of a text → where the negation begins."""
    return {} if _DOUBLE.search(text) else {m.group(1): m.start() for m in NEGATION.finditer(text)}


def plainly(text: str, head: str) -> bool:
    """Whether a word stands in a clause without a negation before it, or behind it as its topic (盈利时间表也未给出)."""
    at = _find(text, head)
    return at >= 0 and not NEGATION.search(text[: at + 2]) and not _TOPIC.match(text, at)


_TOPIC = re.compile(r"[\u4e00-\u9fff]{2,10}?(?:也|均|都|亦|则|仍|还)(?:尚|暂|并)?(?:未|没有|不(?!断|仅|但|只))")


@lru_cache(maxsize=4096)
def _longer(head: str) -> re.Pattern[str]:
    return re.compile(rf"{head[0]}[\u4e00-\u9fff]?{head[1]}")


def _find(text: str, head: str) -> int:
    """Where a verb with its object begins, the verb one character longer perhaps: 设立专项 for 设专项."""
    m = _longer(head).search(text)
    return m.start() if m else -1


def negation(c: Clause) -> Iterator[Finding]:
    """A word negated on one side stands plainly on the other, in clauses that speak of the same thing."""
    texts = [(p, c.text_of(p)) for p in c.near]
    denied = heads(c.said)
    for place, text in texts:
        for head in heads(text):
            affirmed = _find(c.said, head) >= 0 and head not in denied and plainly(c.said, head)
            if affirmed and not any(plainly(t, head) for _, t in texts):
                yield c.against(place, "qualifier", f"原文是否定的（…{_around(text, head)}…），此处写成肯定")
                return
    if c.claim.cues_in(*c.span, "denial"):
        return
    yield from _denied_phrase(c)
    for head in denied:
        positive = next((p for p, t in texts if (p.cover >= 0.5 or p.back >= 0.4) and plainly(t, head)), None)
        if positive and not any(head in heads(s.plain) for s in c.sources):
            yield c.against(positive, "qualifier", "原文是肯定的，此处写成否定")
            return


_DENIED_PHRASE = re.compile(r"(?:不是|并非|绝非|并不是|没有|不存在)([\u4e00-\u9fff]{4})")


def _denied_phrase(c: Clause) -> Iterator[Finding]:
    """Four characters that a source denies (不是财务困难) and the claim says plainly, however little else they share."""
    for number, source in enumerate(c.sources):
        for m in _DENIED_PHRASE.finditer(source.plain):
            if m[1] in c.said and plainly(c.said, m[1]) and source.plain.count(m[1]) == 1:
                at = source.clauses[source.clause_at(m.start())]
                yield Finding("qualifier", *c.span, f"原文是否定的（…{m.group()}…），此处写成肯定", number, at)
                return


def _around(text: str, head: str) -> str:
    at = text.find(head)
    return text[max(0, at - 4) : at + len(head)].strip()


def acts(c: Clause) -> Iterator[Finding]:
    """An English source says not, no, never of an act which the claim tells as done."""
    if c.claim.lang == "en" or NEGATION.search(c.said) or {"denial", "silence"} & c.axes():
        return
    for name, (han, latin) in _ACTS.items():
        found = re.search(han, c.said)
        bare = name == "disclose" and found and found.end() >= len(c.said.rstrip("，。；："))  # X披露，
        if (
            not found
            or bare
            or _NOT_RIGHT_BEFORE.search(c.said[: found.start()])
            or _NOT_BEHIND.match(c.said, found.end())
            or (name == "disclose" and not _objects(c.said))
            or any(_affirmed(c, name, han, n) for n in range(len(c.sources)))
        ):
            continue
        negative, positive = _english(c, name, latin)
        if negative and not positive:
            yield Finding("qualifier", *c.span, "原文对此是否定的，此处写成肯定", *negative[0])
            return


def refused(c: Clause) -> Iterator[Finding]:
    """不再引入其他投资者, where an English source expects more of them to join."""
    m = _FORBIDS.search(c.said) if c.claim.lang != "en" and not {"denial", "silence"} & c.axes() else None
    for name, (han, latin) in _ACTS.items() if m else ():
        found = re.match(rf".{{0,4}}(?:{han})", c.said[m.end() :]) if m else None
        if not found or name == "disclose" or any(s.lang != "en" for s in c.sources):
            continue
        negative, positive = _english(c, name, latin)
        if positive and not negative:
            n, at = positive
            yield Finding("qualifier", *c.span, "原文是肯定的，此处写成否定", n, at)
            return


_FORBIDS = re.compile(r"不再|不会|不得|不许|不允许|不准|不能|未能|没有|并未|拒绝|尚未")


#: 还没签, 合同未签
_NOT_RIGHT_BEFORE, _NOT_BEHIND = (
    re.compile(r"(?:没|未|不|无)[\u4e00-\u9fff]{0,3}$"),
    re.compile(r"[\u4e00-\u9fff]{0,2}(?:还|尚|仍|并)?(?:没|未)"),
)


_STEPS = re.compile(
    r"量产|投产|投运|启用|上线|上市|挂牌|发布|推出|开源|开放|交付|落地|商用|商业化|开工|竣工|完工|动工|生效|施行|实施|过会|注册|递表|递交|获批|签署|签约|到位|出货|流片|开售|公布"
)


_ALREADY = re.compile(r"(?:已|完成|实现|成功|正式|同日|当日|当天)[^，。；]{0,8}$")
#: 上市聆讯, 发布会, 注册资本: an act that only names a thing
_NAMES_A_THING = re.compile(
    r"聆讯|申请|委|会(?!议上)|公司|企业|规则|辅导|计划|审核|流程|进程|条件|标准|资本|用户|地址|时间表|价格?|许可"
)


def ahead(c: Clause) -> Iterator[Finding]:
    """已实现量产, where every sentence that has the word 量产 plans it."""
    for m in (
        _STEPS.finditer(c.said) if c.claim.lang != "en" and modality.of_clause(c.claim, c.number, c.span[1]) != "plan" else ()
    ):
        outright = _ALREADY.search(c.said[: m.start()]) or c.said.startswith("了", m.end())
        dated = [] if outright or not _ENDS.match(c.said, m.end()) else _past(c)
        if not (outright or dated) or c.said[m.end() : m.end() + 1] in ("后", "前", "之") or NEGATION.search(c.said):
            continue
        held = [
            (n, x)
            for n, s in enumerate(c.sources)
            for x in re.finditer(_ONE_STEP.get(m.group(), m.group()), s.plain)
            if not _NAMES_A_THING.match(s.plain, x.end())
        ]
        when = {modality.of_clause(c.sources[n], c.sources[n].clause_at(x.start()), x.end()) for n, x in held}
        if any(_scheduled(c, n, x.start(), dated) for n, x in held):
            continue
        if when == {"plan"} and not any(s.lang == "en" for s in c.sources):
            n, x = held[0]
            at = c.sources[n].clauses[c.sources[n].clause_at(x.start())]
            yield Finding("qualifier", *c.span, "语气不同：原文为计划或预期，此处写成已经发生", n, at)
            return


#: steps with two words
_ONE_STEP = {"上市": "上市|挂牌", "挂牌": "上市|挂牌"}
_ENDS = re.compile(r"\s?[，。；]?\s?$")


def _past(c: Clause) -> list[Figure]:
    """The days before the newest report on which a clause, or the bare date before it, says that it happened."""
    low = c.span[0]
    before = c.claim.clauses[c.number - 1] if c.number else (low, low)
    bare = [d for d in c.claim.dates_in(*before) if d.figure.end >= before[1] - 1 and d.figure.start == before[0]]
    days = [d.figure for d in (*bare, *c.claim.dates_in(*c.span)) if periods.single(d.figure)]
    return [f for f in days if c.claim.day is not None and (last := periods.of(f).last) and last < c.claim.day]


def _scheduled(c: Clause, n: int, at: int, dated: list[Figure]) -> bool:
    """Whether a source plans the act for one of those very days."""
    source = c.sources[n]
    there = source.dates_in(*source.clauses[source.clause_at(at)])
    return any(periods.covers(f, d.figure) for f in dated for d in there)


def only_planned(c: Clause) -> Iterator[Finding]:
    """已驳回, where every English sentence about it asks or expects."""
    for said, known in _WEIGHTY.items() if c.claim.lang != "en" else ():
        m = re.search(said, c.said)
        if not m or not _done(c, m.start(), m.end()):
            continue
        held = [(n, m) for n, s in enumerate(c.sources) for m in re.finditer(known, s.plain, re.I)]
        if held and all(c.sources[n].lang == "en" and _expected(c, n, m.start()) for n, m in held):
            n, m = held[0]
            at = c.sources[n].sentences[c.sources[n].sentence_at(m.start())]
            yield Finding("qualifier", *c.span, "语气不同：原文为请求、计划或预期，此处写成已经发生", n, at)
            return


def _done(c: Clause, start: int, end: int) -> bool:
    """Whether an act is told as done by what stands beside it."""
    low = c.span[0]
    return bool(c.claim.cues_in(low + max(0, start - 10), low + end, "done")) or "了" in c.said[end : end + 8]


def _expected(c: Clause, n: int, at: int) -> bool:
    source = c.sources[n]
    low = source.clauses[source.clause_at(at)][0]
    return bool(source.cues_in(low, at, "modality"))


#: acts of weight that are told in few words: none of a claim may be missing from its sources
_WEIGHTY = {
    "驳回": r"驳回|\bdismiss\w*|\breject\w*|\bthr[eo]w\w* out\b",
    "否决|叫停": r"否决|叫停|驳回|禁止|\bblock\w*|\breject\w*|\bveto\w*|\bprohibit\w*|\bban(?:s|ned|ning)?\b|\bhalt\w*",
    "破产": r"破产|清算|bankrupt\w*|insolven\w*|chapter 11",
    "辞职|离任|卸任": r"辞|离任|卸任|离职|去职|离开|resign\w*|step\w* down|stepp\w* down|depart\w*|leav\w+|left",
    "起诉|提起诉讼": r"诉|sue[sd]?\b|suing|lawsuit|complaint",
    "罚款|处罚": r"罚|fin(?:e|ed|es)\b|penalt\w+",
    "撤回|撤销": r"撤|withdr\w+|revok\w+|rescind\w*",
    "召回": r"召回|recall\w*",
    "停产|停售": r"停|halt\w*|suspend\w*|discontinu\w+",
    "获批|批准": r"批|核准|同意|(?:并|会|已|获|审议|表决|一致)通过|通过(?:了|于|在|对|该|有关)|approv\w*|clear(?:ed|ance)|green[- ]light\w*|authori[sz]\w*",
    "收购|并购": r"购|acqui\w+|takeover|buy|bought|purchas\w+|deal|merge\w*",
    "(?:已|正式|成功|完成).{0,8}(?:挂牌|上市)": r"挂牌|上市|敲钟|发售|开售|listed|debut|trading|launch|releas|on sale|availab",
    "(?:已|已经|正式|全面)(?:建成|落成|竣工)": r"建成|落成|竣工|完工|投运|投产|built|complet\w*|finish\w*|opened|operational|in operation|running",
    "领投": r"领投|牵头|主投|\bled\b|\blead\w*|\bco-?led\b|\bco-?lead\w*",
    "过会": r"过会|上市委|审议通过|审核通过",
    "裁员": r"裁|离职|岗位|lay\w*[- ]?off|laid off|cut\w*|job|redundan\w+",
}


def unmentioned(c: Clause) -> Iterator[Finding]:
    """An act of weight (否决, 起诉, 裁员) for which no source has a word."""
    for said, known in _WEIGHTY.items():
        m = re.search(said, c.said)
        if m and not any(re.search(known, s.plain, re.I) for s in c.sources):
            start = c.span[0] + m.start()
            yield Finding("qualifier", start, start + len(m.group()), f"原文没有提到「{m.group()}」")
            return


def _affirmed(c: Clause, name: str, han: str, number: int) -> bool:
    """Whether a Chinese source speaks of the act itself."""
    source = c.sources[number]
    if source.lang == "en":
        return False
    held = (source.plain[s:e] for s, e in source.sentences)
    mine = words(c.said)
    return any(re.search(han, t) and (name != "disclose" or alignment.cover(mine, words(t)) > 0.5) for t in held)


def _english(c: Clause, name: str, latin: str) -> tuple[list[tuple[int, Span]], tuple[int, Span] | None]:
    """Sentences of English sources that deny the act, and the first that affirms it."""
    negative: list[tuple[int, Span]] = []
    positive: tuple[int, Span] | None = None
    for number, source in enumerate(c.sources):
        for s, e in source.sentences if source.lang == "en" else ():
            text = source.plain[s:e]
            for m in re.finditer(latin, text, re.I):
                before, after = text[max(0, m.start() - 60) : m.start()], text[m.end() : m.end() + 16]
                before = _COMMENT.sub("", before[before.rfind(",") + 1 :])
                if name == "disclose" and not _objects(c.said) & _objects(text):
                    continue
                if _NEGATIVE_EN.search(before) or (name == "sign" and _NO_NOUN.search(before)):
                    negative.append((number, (s, e)))
                elif not _NEGATIVE_EN.search(after):
                    positive = positive or (number, (s, e))
    return negative, positive
