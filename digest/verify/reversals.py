"""A source's words turned round without a figure: who does it, what is left out, what is no longer so, what was only talked of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from digest.verify import modality
from digest.verify.alignment import cover, words
from digest.verify.clause import Clause, Finding
from digest.verify.reading import Reading

_ACTS = "承担|支付|负担|负责|牵头|主办|承办|组织|出资|代工|提供|运营|建设|裁定|管理|审批|发布|制定|研发|开发|收取|缴纳|保管|监管|生产|制造|组装|实施|执行"
_AGENT = re.compile(rf"由([\u4e00-\u9fffA-Za-z]{{2,10}}?)(?:共同|联合|统一|自行|全额|分别|进行)?({_ACTS})")
_NEGATED = re.compile(r"不(?!断|仅|同|少|久|过)|未(?!来)|没|无(?![人线锡源论])|非(?![常洲凡])|否(?!则)")


def agent(c: Clause) -> Iterator[Finding]:
    """差额由用户承担, where the source has 差额由公司承担."""
    mine = _AGENT.search(c.said) if c.claim.lang != "en" else None
    if mine is None:
        return
    rest = words(c.said[: mine.start()]) | words(c.said[mine.end() :])
    for n, source in enumerate(c.sources):
        told = [m for m in _AGENT.finditer(source.plain) if m[2] == mine[2]]
        if any(words(m[1]) & words(mine[1]) or m[1] in mine[1] or mine[1] in m[1] for m in told):
            return
        for m in told:
            at = source.clauses[source.clause_at(m.start())]
            if rest and rest & words(source.plain[slice(*at)]):
                yield Finding("subject", *c.span, f"由谁不同：原文为「{m.group()}」，此处为「{mine.group()}」", n, at)
                return


_LEAVES_OUT = re.compile(
    r"(?:不|未|没有|并未|并不|不再)(?:涉及|包括|包含|含|计入|覆盖|适用于|用于|支持|进入|面向|对)([\u4e00-\u9fffA-Za-z、和与或及]{2,24})"
)
_ITEM = re.compile(r"、|和|与|或|及|等")


def left_out(c: Clause) -> Iterator[Finding]:
    """在机密网络和无人机上部署, where the source has 不涉及飞机、无人机等边缘设备."""
    if c.claim.lang == "en" or _NEGATED.search(c.claim.plain[slice(*c.claim.sentences[c.claim.sentence_at(c.span[0])])]):
        return
    for n, source in enumerate(c.sources):
        for m in _LEAVES_OUT.finditer(source.plain):
            at = source.clauses[source.clause_at(m.start())]
            for item in _ITEM.split(m[1]):
                if len(item) > 2 and item in c.said and source.plain.count(item) == 1:
                    yield Finding("qualifier", *c.span, f"原文是否定的（…{m.group()}），此处写成肯定", n, at)
                    return


_NO_LONGER = re.compile(r"不再(?:把|将)([^，。；]{4,40}?)(?:写成|作为|列为|视为|当作|写入)([^，。；]{2,20})")
_AGAIN = re.compile(r"不再|取消|删除|放弃|改为|曾|此前|原")


def no_longer(c: Clause) -> Iterator[Finding]:
    """承诺单方面暂停训练, where the source says 不再把暂停训练写成单方面的承诺."""
    if c.claim.lang == "en" or _AGAIN.search(c.claim.plain):
        return
    mine = words(c.said)
    for n, source in enumerate(c.sources):
        for m in _NO_LONGER.finditer(source.plain):
            shared = mine & (words(m[1]) | words(m[2]))
            if len(shared) >= 2 and (mine & words(m[2]) or cover(words(m[1]), mine) >= _HALF):
                at = source.clauses[source.clause_at(m.start())]
                yield Finding("qualifier", *c.span, f"原文为「{m.group()}」，此处写成仍然如此", n, at)
                return


_HALF = 0.5
_JOINS = re.compile(r"(?:收购|并购|合并)(?![^，。；]{0,3}(?:计划|方案|意向|要约|谈判|协议|传闻|案|价|方|对价|事项|完成后))")
_TALKED = re.compile(r"洽谈|谈判|商谈|磋商|接触|曾考虑|考虑|有意|拟|计划|传|放弃|告吹|未能|没有|转为|否认|可能|或将|将")


def only_talked(c: Clause) -> Iterator[Finding]:
    """甲收购乙, where every word of it in the sources is of talks that came to something else."""
    m = _JOINS.search(c.said) if c.claim.lang != "en" and not _TALKED.search(c.said) and not _NEGATED.search(c.said) else None
    if m is None or any(s.lang == "en" for s in c.sources) or c.axes() & {"hearsay", "modality", "denial"}:
        return
    told = [(n, x) for n, s in enumerate(c.sources) for x in re.finditer("收购|并购|合并", s.plain)]
    if told and all(_TALKED.search(_clause_before(c.sources[n], x.end())) for n, x in told):
        n, x = told[0]
        at = c.sources[n].clauses[c.sources[n].clause_at(x.start())]
        yield Finding("qualifier", *c.span, "语气不同：原文只是洽谈或计划，此处写成事实", n, at)


_ACHIEVED = re.compile(
    r"已(?:经)?[^，。；]{0,24}?(?:实现|完成|达成|建立|形成|打通|启动|开展|建成)了?(?:与[^，。；]{2,8}的)?([\u4e00-\u9fff]{4})"
)


def achieved(c: Clause) -> Iterator[Finding]:
    """已与其他城市实现互联互认, where every sentence that has the word plans it (下一步将探索互联互认)."""
    m = _ACHIEVED.search(c.said) if c.claim.lang != "en" else None
    if m is None or any(s.lang == "en" for s in c.sources) or _NEGATED.search(c.said):
        return
    held = [(n, x) for n, s in enumerate(c.sources) for x in re.finditer(re.escape(m[1]), s.plain)]
    when = {modality.of_clause(c.sources[n], c.sources[n].clause_at(x.start()), x.end()) for n, x in held}
    if when == {"plan"}:
        n, x = held[0]
        at = c.sources[n].clauses[c.sources[n].clause_at(x.start())]
        yield Finding("qualifier", *c.span, "语气不同：原文为计划或预期，此处写成已经发生", n, at)


def _clause_before(source: Reading, end: int) -> str:
    return source.plain[source.clauses[source.clause_at(end - 1)][0] : end]


_BOTH = re.compile(
    r"([\u4e00-\u9fff]{2,4})(?:和|与|及|、)([\u4e00-\u9fff]{2})[\u4e00-\u9fff]{0,4}?(?:均|都|皆)(?:可|能|需|须|已|免)?([\u4e00-\u9fff]{2,})"
)
_OTHERWISE = re.compile(r"需|须|不得|不可|不能|则|另|未|尚")


def both(c: Clause) -> Iterator[Finding]:
    """研究和商业用途均可免费申请, where the source has 商业用途需签署协议."""
    m = _BOTH.search(c.said)
    if m is None:
        return
    wanted = words(m[3])
    for n, source in enumerate(c.sources):
        spans = [at for at in source.clauses if m[2] in source.plain[slice(*at)]]
        apart = [at for at in spans if not wanted & words(source.plain[slice(*at)]) and _OTHERWISE.search(source.plain, *at)]
        together = [at for at in spans if wanted & words(source.plain[slice(*at)])]
        if apart and not together and any(wanted & words(source.plain[slice(*at)]) for at in source.clauses):
            yield Finding("qualifier", *c.span, f"范围扩大：原文对「{m[2]}」另有规定", n, apart[0])
            return


_AGREES, _DISAGREES = re.compile(r"(?<![不非])一致"), re.compile(r"不一致|不统一|有分歧")


def agreement(c: Clause) -> Iterator[Finding]:
    """意见一致 for 意见不一致."""
    if not _AGREES.search(c.said) or c.claim.lang == "en":
        return
    place = next((p for p in c.near if p.cover >= _HALF and _DISAGREES.search(c.text_of(p))), None)
    if place and not any(_AGREES.search(c.text_of(p)) for p in c.near):
        yield c.against(place, "qualifier", "原文是否定的（不一致），此处写成肯定")
