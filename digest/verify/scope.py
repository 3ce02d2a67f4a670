"""Who and how many a statement is about: breadth (全国, 全部), roles (领投, 跟投), superlatives, the one spoken of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from digest.verify import alignment, amounts, tellers
from digest.verify.alignment import Place, words
from digest.verify.clause import Clause, Finding
from digest.verify.mentions import Mention, comparable, related, same_version
from digest.verify.reading import Reading, Span

_SAME_SCOPE = {
    "全国": "全国|我国|国内|中国|各省|nationwide|china", "全球": "全球|世界|国际上|国际市场|global|worldwide|world", "所有": "所有|全部|各(?![自地级方界部])|(?<!平)均(?!分|值|价|线|衡)|都|任何|全体|每(?![年月日周季天次])|\\ball\\b|\\bevery\\b",
    "全部": "全部|所有|各(?![自地级方界部])|(?<!平)均(?!分|值|价|线|衡)|都|全数|悉数|100%|全资|整体|\\ball\\b|\\bevery\\b|entire|whole|\\bfull\\b(?!-| year)", "全体": "全体|全部|所有|全员", "全平台": "全平台|整个平台|平台总|全部", "任何": "任何|所有|一切|\\bany\\b|\\ball\\b",
}  # fmt: skip
_MOST = re.compile(r"最(?:大|多|高|小|低|快|强|早|新|便宜|贵|紧要|重要|突出|关键|主要|迫切|紧迫|严重|核心|根本)")


def breadth(c: Clause) -> Iterator[Finding]:
    """A word of breadth (全国, 所有, 全平台) that no source sentence about the same thing has."""
    cues = c.claim.cues_in(*c.span, "population")
    held = _about(c) if cues else []
    for cue in cues:
        word = c.claim.plain[cue.start : cue.end]
        if _WHOLE.search(c.claim.plain, max(c.span[0], cue.start - 5), cue.start):
            continue  # 占全部数据集的六成: the whole of a share, whatever it is called
        same = re.compile(_SAME_SCOPE.get(word, re.escape(word)), re.I)
        times = c.said.count(word)
        if not any(len(same.findall(t)) >= times for t in held):
            yield Finding("qualifier", cue.start, cue.end, f"范围扩大：原文没有「{word}」")
            return


_WHOLE = re.compile(r"占(?:到|了|比|据)?\s?$|相当于\s?$")


def _about(c: Clause) -> list[str]:
    """The source sentences that may speak of the same thing: those that share most words, and all in another language."""
    mine = words(c.said)
    near = {(n, i) for n, i, _ in alignment.best_sentences(mine, c.sources, 0.2, 0.15)}
    return [
        s.plain[_full(s, a) : b]
        for n, s in enumerate(c.sources)
        for i, (a, b) in enumerate(s.sentences)
        if s.lang != c.claim.lang or (n, i) in near
    ]


def _full(source: Reading, start: int) -> int:
    """Where the sentence begins whose last part, behind a semicolon, begins at an offset."""
    low = source.paragraph(start)[0]
    return max(low, *(source.plain.rfind(mark, low, start) + 1 for mark in "。！？"))


def distinction(c: Clause) -> Iterator[Finding]:
    """首次, 新高, 唯一: a claim of distinction that no source makes in any words."""
    for cue in c.claim.cues_in(*c.span, "first"):
        if cue.value == "first" and _to_come(c):
            continue
        same = {cue.value, "alltime"} if cue.value == "record" else {cue.value}
        if not any(x.axis == "first" and x.value in same for s in c.sources for x in s.cues) and not any(
            _RANK_ONE.search(s.plain) for s in c.sources if cue.value == "record"
        ):
            word = c.claim.text[cue.start : cue.end]
            yield Finding("qualifier", cue.start, cue.end, f"原文没有「{word}」这一说法")
            return


_NOT_YET = re.compile(r"尚未|从未|未曾|此前没有|仍未|\bnot yet\b|\byet to\b|\bnever\b", re.I)


def _to_come(c: Clause) -> bool:
    """Whether a first is only expected of what has, by a source, not happened yet (尚未盈利 … 预计出现首个盈利季度)."""
    expected = c.claim.cues_in(*c.span, "modality")
    return bool(expected) and any(_NOT_YET.search(s.plain) for s in c.sources)


_ONLY = re.compile(r"只有|仅有|唯有|唯独")
_ALL_OF_THEM = re.compile(r"都|均|全部|全都|皆")


def only(c: Clause) -> Iterator[Finding]:
    """只有甲支持图文输入, where the source has 三款都支持."""
    if not _ONLY.search(c.said) or c.claim.lang == "en":
        return
    for p in c.near:
        text = c.text_of(p)
        if p.cover >= _HALF and _ALL_OF_THEM.search(text) and not _ONLY.search(text):
            yield c.against(p, "qualifier", "范围缩小：原文说的是全部")
            return


_HALF = 0.4


_EVERY = re.compile(r"(?:均|全部|全都|都)(?:为|是|属于?|来自)([\u4e00-\u9fff]{2,8})")


def universal(c: Clause) -> Iterator[Finding]:
    """均为中小企业, where the source says 占九成."""
    m = _EVERY.search(c.said)
    if m is None:
        return
    mine = words(m[1])
    for number, source in enumerate(c.sources):
        for mark in source.marks:
            share = amounts.as_percent(mark.figure) if amounts.is_share(mark.figure) else None
            low = source.clauses[mark.clause][0]
            some = source.plain.startswith("其中", low)
            if (some or (share is not None and 0 < share < 100)) and mine <= words(source.plain[low : mark.figure.start]):
                note = f"范围扩大：原文为{mark.figure.raw.strip()}"
                yield Finding(
                    "qualifier", c.span[0] + m.start(), c.span[0] + m.end(), note, number, source.clauses[mark.clause]
                )
                return


_RANK_ONE = re.compile(r"最[大高多快强]|第一|居首")


def superlative(c: Clause) -> Iterator[Finding]:
    """「X 是最大的」 must be said of X in the source, where the source says of somebody that it is the most."""
    m = _MOST.search(c.said)
    if not m or c.claim.lang == "en" or "是" not in c.said[: m.start()]:
        return
    mine = words(c.said[: m.start()].split("是")[0])
    seen = [
        (n, _most_of(s, hit.start())) for n, s in enumerate(c.sources) for hit in re.finditer(re.escape(m.group()), s.plain)
    ]
    if not mine or not seen or any(mine & words(c.sources[n].plain[a:b]) for n, (a, b) in seen):
        return
    number, at = seen[0]
    end = c.span[0] + m.end()
    note = f"「{m.group()}」的主体不同：原文为「{_quote(c.sources[number], at)}」"
    yield Finding("subject", c.span[0], end, note, number, at)


def _most_of(source: Reading, at: int) -> Span:
    """The clause of a superlative, with the one before where it begins with it."""
    index = source.clause_at(at)
    low, high = source.clauses[index]
    return (source.clauses[index - 1][0] if index and not words(source.plain[low:at]) else low), high


def subject(c: Clause) -> Iterator[Finding]:
    """What a clause without figures says of a name must be said of that name."""
    if any(m.clause == c.number for m in c.claim.marks):
        return
    own = [n for n in c.claim.names_in(*c.span) if not tellers.attributed(c.claim, n)]
    bare = words("".join(c.claim.plain[a:b] for a, b in _between(c.span, own)))
    mine = own or _carried(c)
    if not mine or len(bare) < 3:
        return
    near = [p for p in alignment.places(bare, c.sources, 0.6) if c.sources[p.source].lang != "en"]
    if not near or any(related(mine, _names_about(c.sources[p.source], p)) for p in near) or _told_of(c, mine, bare):
        return
    about = [_names_about(c.sources[p.source], p) for p in near]
    outright = all(_opening(c.sources[p.source], p) for p in near)
    if outright or (not own and near[0].cover >= 0.8 and all(names and comparable(mine, names) for names in about)):
        yield c.against(near[0], "subject", "主体不同：原文说的是另一方")


def _told_of(c: Clause, mine: list[Mention], bare: frozenset[str]) -> bool:
    """Whether one source clause names all of them beside half of the words: 亦披露 for 也披露了."""
    for p in alignment.places(bare, c.sources, 0.45):
        named = c.sources[p.source].names_in(*c.sources[p.source].clauses[p.clause])
        if all(related([n], named) for n in mine):
            return True
    return False


def version(c: Clause) -> Iterator[Finding]:
    """关闭GPT-5.2, where the source closes GPT-4o: every clause that says the same has another version of it."""
    own = [n for n in c.claim.names_in(*c.span) if any(ch.isdigit() for k in n.keys for ch in k)]
    said = c.claim.cues_in(c.span[0], own[0].start, "speech") if own else []
    span = (said[-1].end, c.span[1]) if said else c.span  # 管理层称，下一代R300…
    bare = words("".join(c.claim.plain[a:b] for a, b in _between(span, own)))
    if not own or len(bare) < 3 or any(m.clause == c.number for m in c.claim.marks):
        return
    near = [p for p in alignment.places(bare, c.sources, 0.55) if c.sources[p.source].lang == c.claim.lang]
    told = [(p, _versioned(c.sources[p.source], p)) for p in near]
    if told and all(found and not any(_one(own, found)) for _, found in told):
        names = "、".join(c.sources[told[0][0].source].text[n.start : n.end] for n in told[0][1])
        yield c.against(told[0][0], "subject", f"型号不同：原文为{names}")


def other_name(c: Clause) -> Iterator[Finding]:
    """因费用过高放弃了谷歌, where the source has them give up another: one name of the clause exchanged."""
    own = [n for n in c.claim.names_in(*c.span) if n.sure and not tellers.attributed(c.claim, n)]
    bare = words("".join(c.claim.plain[a:b] for a, b in _between(c.span, own)))
    if len(own) < 2 or len(bare) < 3 or any(m.clause == c.number for m in c.claim.marks):
        return
    near = [p for p in alignment.places(bare, c.sources, 0.7) if c.sources[p.source].lang == c.claim.lang]
    told = [(p, _names_about(c.sources[p.source], p)) for p in near]
    if _told_of(c, own, bare):
        return
    for name in own if told else ():
        lost = all(not related([name], names) and any(n.sure and not related([n], own) for n in names) for _, names in told)
        if lost:
            place, names = told[0]
            shown = "、".join(dict.fromkeys(c.sources[place.source].text[n.start : n.end] for n in names[:3]))
            yield c.against(place, "subject", f"对象不同：原文说的是{shown}")
            return


def _versioned(source: Reading, place: Place) -> list[Mention]:
    found = source.names_in(*source.clauses[place.clause])
    return [n for n in found if any(ch.isdigit() for k in n.keys for ch in k)]


def _one(a: list[Mention], b: list[Mention]) -> list[bool]:
    return [same_version(k, j) for k in _numbered(a) for j in _numbered(b)]


def _numbered(names: list[Mention]) -> list[str]:
    return [k for n in names for k in n.keys if any(ch.isdigit() for ch in k)]


_TRADES = "汽车|机器人|科技|智能|半导体|微电子|电子|股份|动力|生物|航天|光电|软件|信息|通信|网络|证券|银行|集团|医疗|能源|材料"
_COMPANY = re.compile(
    rf"(?:^|[，；。：\n])\s?(?:由此推算，)?([\u4e00-\u9fff]{{2,3}})({_TRADES})(?=20\d\d|[本去今上前]|第|全年|全|完成|宣布|发布|预计|计划|表示|实现|在|将|已|与|以|获|拟|Q|\d)"
)
_KINDS = re.compile(
    r"新能源|电动|自动|智能|无人|人形|工业|服务|具身|通用|协作|消费|移动|互联|国产|国内|全球|海外|量子|人工|数字|商业|民用|乘用|豪华|高端|低端|中国|美国|"
    r"本土|传统|新兴|高性能|第三代|功率|汽车|光伏|储能|固态|生成|大型|小型|多家|两家|三家|几家|多款|两款|三款|该|这|其|各"
)


def other_company(c: Clause) -> Iterator[Finding]:
    """理想汽车 for 小鹏汽车, where no list knows either: a company of that trade opens the sources, another one the claim."""
    yield from _other_subject(c)
    m = _COMPANY.match(c.claim.plain, c.span[0])
    if not m or _KINDS.search(m[1]) or any(m[1] in s.plain for s in c.sources) or any(s.lang == "en" for s in c.sources):
        return
    for number, source in enumerate(c.sources):
        other = next((x for x in _COMPANY.finditer(source.plain) if x[2] == m[2] and not _KINDS.search(x[1])), None)
        if other:
            at = source.sentences[source.sentence_at(other.start(1))]
            yield Finding("subject", *m.span(1), f"主体不同：原文为{other[1]}{other[2]}", number, at)
            return


_SUBJECT = re.compile(
    r"([\u4e00-\u9fff]{2,6}?)(?:公司|集团)?(?=20\d\d年|第?[一二三四]季度|[上下]半年|全年|去年|今年|前三季度|前?\d{1,2}月)"
)
_NOBODY = re.compile(
    r"公司|企业|集团|平台|机构|品牌|厂商|该|其|本|上述|两|三|双|全|我国|国内|海外|境|行业|市场|产业|业务|板块|部门|同期|此前|预计|目前|截|此外|"
    r"按|据|若|以|由|照|到|自|从|在|于|对|将|且|并|而|但|单|仅|约|近|超|逾|报告|期|年|较|比|整体|总|均|相|收入|营收|利润|销量|产量|出货|用户|"
    r"股东|员工|合计|累计|量|额|率|数|价|官方|双方|前者|后者|受|随|首|新|老|旧|方|国|省|市|县|区"
)


_WIRED = re.compile(r"(?:20\d\d年)?\s?\d{1,2}\s?月\s?\d{1,2}\s?日\s?(?:消息|讯|电|报道|专讯|获悉|刊文)")


def _other_subject(c: Clause) -> Iterator[Finding]:
    """华虹四季度收入, where no source has a word of 华虹."""
    if c.number or c.claim.lang == "en" or any(s.lang == "en" for s in c.sources):
        return
    m = _SUBJECT.match(c.claim.plain, c.span[0])
    if m and _WIRED.match(c.claim.plain, m.end()):
        return  # 某报2月27日消息: whose news it is, which the credits settle
    if not m or _NOBODY.search(m[1]) or c.claim.names_in(m.start(1), m.end(1)) or c.claim.places_in(m.start(1), m.end(1)):
        return
    pairs = {m[1][i : i + 2] for i in range(len(m[1]) - 1)}
    if not any(p in s.plain for p in pairs for s in c.sources):
        yield Finding("subject", *m.span(1), f"主体不同：原文没有提到「{m[1]}」")


def _opening(source: Reading, place: Place) -> list[Mention]:
    """The names that open a source clause: its subject."""
    low = source.clauses[place.clause][0]
    return source.names_in(low, low + 3)


def _carried(c: Clause) -> list[Mention]:
    """The name that opens the nearest clause before, where this one goes on without any."""
    first = c.claim.clauses_of(c.claim.sentence_at(c.span[0])).start
    for number in range(c.number - 1, first - 1, -1):
        low = c.claim.clauses[number][0]
        head = next((m.figure.start for m in c.claim.marks if m.clause == number), low + 3)  # its subject
        opening = [
            n
            for n in c.claim.names_in(low, head)
            if not tellers.attributed(c.claim, n) and c.claim.plain[n.start - 1 : n.start] not in tuple("在于从向对的")
        ]
        if opening:
            return opening[:2]
    return []


def _names_about(source: Reading, place: Place) -> list[Mention]:
    start, end = source.sentences[place.sentence]
    before = source.sentences[max(place.sentence - 1, 0)][0]
    here = source.names_in(start, end)
    if any(source.plain[n.start - 1 : n.start] != "在" for n in here):
        return here
    return here + source.names_in(before, start) + source.names_in(*source.sentences[0])


def _between(span: Span, names: list[Mention]) -> Iterator[Span]:
    at = span[0]
    for n in names:
        yield at, n.start
        at = n.end
    yield at, span[1]


def _quote(source: Reading, at: Span) -> str:
    return source.text[slice(*at)].strip()
