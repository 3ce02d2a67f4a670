"""Who says so: outlets and speakers that a sentence names, against the sources' own credits and words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from digest.model import Article, Check, Evidence
from digest.text import fold, simplified
from digest.verify import alignment
from digest.verify.alignment import words
from digest.verify.clause import Finding
from digest.verify.cues import alternatives
from digest.verify.mentions import comparable, related
from digest.verify.places import PLACES
from digest.verify.reading import Reading, Span

_OUTLET = re.compile(
    r"(?:据|援引|引述)?\s?([^\s，。；：、“”「」]{2,14}?|[A-Za-z][\w .&\-]{1,24}?)\s?(?:\d{1,2}\s?月\s?\d{1,2}\s?日)?\s?"
    r"(?:报道|消息|(?<![资通腾聆审问])讯|电(?!子|商|池|力|网|动|脑|话|视)|刊文|专讯)(?:称|说|指|，|,|$)"
)
_NO_OUTLET = re.compile(r"公司|官方|公开|公告|最新|当地|外媒|媒体|有消息|上述|相关")
_SPEAKER = re.compile(
    r"^(?:按照|根据|据)?\s?(.{2,24}?)(?:的说法|公告称|回应称|声明称|公告|声明|宣布|公布|表示|认为|指出|称(?!为|号|之|作)|透露|披露|强调|坦言|介绍|预计|预测|预估|估计|判断|分析称?|直言|坚称|坦承|解释|担心|担忧|建议|呼吁|提醒|主张|质疑|批评|期待)"
)
_SAYING = re.compile(
    r"(?:据|引述|援引)?([^，。；]{1,30}?)(?:认为|表示|称(?!为|号)|透露|指出|说|预计|预测|预估|估计|分析(?!师|人)|宣布|担心|担忧|建议|呼吁|提醒|主张|质疑|批评|期待|(?:数据|统计|榜单|报告|监测)显示)"
)
_TRAIL = re.compile(r"(?:曾|也|还|则|又|日前|近日|最新|独家|早前|此前|率先|随后)+$")
_DATE = re.compile(r"\d{1,4}\s?年?\s?\d{0,2}\s?月?\s?\d{0,2}\s?日|今日|昨日|日前|近日|今晚|当地时间")
_TYPES = (
    (
        "insider",
        re.compile(
            r"业内|分析师|分析人士|市场人士|专家|批评者|机构|法人|券商|研报|大行|业者|受访|人士(?<!知情人士)(?<!消息人士)"
        ),
    ),
    ("source", re.compile(r"知情|消息人士|people familiar|sources?\b|person familiar")),
    ("rumour", re.compile(r"网传|网友|网帖|爆料|传闻")),
)


def allowed(
    claim: Reading, sources: Sequence[Reading], credits: Sequence[str], by: Sequence[Reading] = ()
) -> tuple[list[list[int]], list[Finding]]:
    """For each sentence the numbers of the sources that may carry it: those of the outlet it credits, where it credits one.

    `by` are the readings of the credits: 路透社 is Reuters. An outlet that no source is by and none mentions is a finding, and then every source stays allowed.
    """
    everything = list(range(len(sources)))
    rows, strangers = [], []
    for start, end in claim.sentences:
        m = _outlet(claim, start, end)
        named = claim.names_in(*m.span(1)) if m else []
        of = [
            n
            for n in everything
            if m
            and (
                _is_by(_TRAIL.sub("", _DATE.sub("", m[1]).strip()), credits[n], sources[n])
                or related(named, (*sources[n].names, *(by[n].names if by else ())))
            )
        ]
        rows.append(of or everything)
        if m and not of and (any(c.strip() for c in credits) or any(_OUTLET.search(s.plain) for s in sources)):
            strangers.append(Finding("credit", *m.span(1), f"来源不同：所给原文不是「{m[1].strip()}」，也没有提到它"))
    return rows, strangers


def _outlet(claim: Reading, start: int, end: int) -> re.Match[str] | None:
    """The outlet that a sentence credits (IT之家2月27日消息, 据路透社报道)."""
    m = _OUTLET.search(claim.plain, start, end)
    return (
        None if m is None or _kind(m[1]) or _NO_OUTLET.search(m[1]) or not _BYLINE.sub("", _DATE.sub("", m[1])).strip() else m
    )


#: 北京报道: where the report was written
_BYLINE = re.compile("|".join(alternatives(p) for p in PLACES.values()), re.I)


def _is_by(name: str, credit: str, source: Reading) -> bool:
    folded, printed = fold(name), fold(simplified(credit))
    if folded and printed and (folded in printed or printed in folded):
        return True
    return folded in fold(source.plain) or (folded.endswith("社") and folded[:-1] in fold(source.plain))


def _kind(text: str) -> str:
    return next((name for name, pattern in _TYPES if pattern.search(text)), "")


def speaker(claim: Reading, sources: Sequence[Reading], since: int = 0) -> Iterator[Finding]:
    """A statement put into another mouth: the source's sentence with the same content has a speaker of another kind or name."""
    for start, end in (span for span in claim.clauses if span[0] >= since):
        m = _SPEAKER.search(claim.plain[start:end])
        if not m or _OUTLET.match(claim.plain[start:end]):
            continue
        rest = claim.plain[start + m.end() : claim.sentences[claim.sentence_at(start)][1]]
        found = _mismatch(claim, (start, start + m.end(1)), words(rest), sources)
        if found:
            yield found


_TITLE = (
    r"(?:董事长|总裁|总经理|首席\w{2,4}官|CEO|CFO|CTO|COO|局长|司长|部长|厅长|处长|主任|创始人|负责人|行长|校长|院长|院士|教授|研究员|分析师|科学家|"
    r"发言人|秘书长|会长|理事长|董秘|合伙人|工程师|总编辑|经理|主管|市长|省长)"
)
_PERSON = re.compile(
    _TITLE + r"(?:兼[^，。]{2,8})?\s?([\u4e00-\u9fff]{2,3}?)(?=$|[，。在表称认透披指介说强坦对则也还当于日近今])"
)


def _person(text: str) -> str:
    """The name behind a title: 副局长范思远."""
    m = _PERSON.search(text)
    return m[1] if m else ""


_DEPUTY = re.compile(
    rf"(副?){_TITLE[:-1]})(?:兼[^，。]{{2,8}})?\s?([\u4e00-\u9fff]{{2,3}}?)(?=$|[，。在表称认透披指介说强坦对则也还当于日近今])"
)


def deputy(claim: Reading, sources: Sequence[Reading]) -> Iterator[Finding]:
    """副局长 told of one whom every source calls 局长, or the head of one house told as another's."""
    for m in _DEPUTY.finditer(claim.plain):
        told = [(n, x) for n, s in enumerate(sources) for x in _DEPUTY.finditer(s.plain) if x[2] == m[2]]
        mine = claim.names_in(max(0, m.start() - 16), m.start())[-1:]
        theirs = [(n, x, sources[n].names_in(max(0, x.start() - 16), x.start())[-1:]) for n, x in told]
        if mine and theirs and all(t and comparable(mine, t) and not related(mine, t) for *_, t in theirs):
            n, x, t = theirs[0]
            note = f"任职机构不同：原文为「{sources[n].text[t[0].start : x.end()]}」"
            yield Finding("credit", mine[0].start, m.end(), note, n, sources[n].clauses[sources[n].clause_at(x.start())])
        elif told and all(bool(x[1]) != bool(m[1]) for _, x in told):
            n, x = told[0]
            note = f"职务不同：原文为「{x.group()}」"
            yield Finding("credit", *m.span(), note, n, sources[n].clauses[sources[n].clause_at(x.start())])


def _mismatch(claim: Reading, span: Span, content: frozenset[str], sources: Sequence[Reading]) -> Finding | None:
    who = _DATE.sub("", claim.plain[slice(*span)])
    answer: Finding | None = None
    for n, i, _ in alignment.best_sentences(content, list(sources), 0.35, 0.1):
        source = sources[n]
        s, e = source.sentences[i]
        theirs = _who(source, s, e)
        if not theirs:
            return None
        mine, other = _person(who), _person(theirs)
        if mine and other and mine != other and mine not in source.plain[s:e]:
            answer = answer or Finding("credit", *span, f"说话人不同：原文为「{other}」，此处为「{mine}」", n, (s, e))
            continue
        same = words(who) & words(source.plain[s:e]) or related(claim.names_in(*span), source.names_in(s, e))
        if _kind(who) == _kind(theirs) or (_kind(theirs) == "" and same) or (_kind(who) and not _kind(theirs)):
            return None
        if not _kind(who) and words(who) & words(theirs):
            return None
        answer = answer or Finding("credit", *span, f"说话人不同：原文为「{theirs}」，此处为「{who}」", n, (s, e))
    return answer


_PRONOUN = re.compile(r"[他她其]|该?负责人|上述.{0,6}|前述.{0,6}")


def _who(source: Reading, start: int, end: int) -> str:
    """The speaker of a source sentence."""
    held = (source.plain[a:b] for a, b in source.clauses if start <= a < end)
    found = next((m.group(1) for text in held if (m := _SAYING.search(text))), "")
    number = source.sentence_at(start)
    if _PRONOUN.fullmatch(found.strip()) and number:
        return _who(source, *source.sentences[number - 1]) or found
    return found


def credits(named: Sequence[str], articles: Sequence[Article], sources: Sequence[Reading]) -> Iterator[Check]:
    """A check for every credit of a draft: an article's outlet or origin, or a name that an article mentions.

    Spans count in the credits joined by `、`.
    """
    at = 0
    for name in named:
        found = _credited(name, articles, sources) if name.strip() else ()
        note = "" if found else "这组报道没有出自它，也没有提到它"
        if name.strip():
            yield Check("credit", name, at, at + len(name), "credits", "supported" if found else "absent", found, note)
        at += len(name) + 1


def _credited(name: str, articles: Sequence[Article], sources: Sequence[Reading]) -> tuple[Evidence, ...]:
    folded = fold(simplified(name))
    for article, source in zip(articles, sources, strict=True):
        printed = [fold(simplified(x)) for x in (article.credit, article.origin) if x]
        if any(folded == p or (len(folded) > 2 and (folded in p or p in folded)) for p in printed):
            end = len(article.title) or len(source.text)
            return (Evidence(article.id, 0, end, source.text[:end]),)
    for article, source in zip(articles, sources, strict=True):
        at = source.plain.casefold().find(simplified(name).casefold())
        if at >= 0:
            return (Evidence(article.id, at, at + len(name), source.text[at : at + len(name)]),)
    return ()
