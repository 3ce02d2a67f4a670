"""Claims of the front page for which the body has no words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from digest.lint.facts import grams
from digest.lint.finding import Finding, Remark
from digest.lint.lexicon import ORGANISATION
from digest.lint.reading import Passage, Period
from digest.lint.report import Report, finding, on
from digest.lint.sayings import Sayings

_MASKS = re.compile("[\ue000-\uf8ff]")
_EVENT = re.compile(
    r"宣布|拟|收购|并购|上市|募资|签署|签约|中标|获批|获得|提出|发布|推出|印发|实行|实施|启动|投产|开工|建成|上线|设立|成立|合作|定增|回购|增持|减持|聘任"
    r"|签订|达成|引入|承诺|启用|开放|扩建|递交|申报|立项|量产|供货|入围|入选|处罚|立案|召开|要求|明确|部署|授权|入股|投资(?!方|者|人|额)|建设|出台|取消|下调|上调|涨价|降价|停产|复产|减产|交付|取得|通过|完成|认证|许可|授予|入库|备案|列入|纳入|给予|享受|补贴|免征|减免|中选|开通|停止|终止|撤回|辞任|任命|裁员|更名|分拆|退市|延期|豁免|禁止|将|采购|获(?!悉|利)|接入|适配|登陆|挂牌|辅导|领投|转让|起诉|和解|罚款|受理|决定|改为|分红"
)
_OPINION = re.compile(
    r"反映|体现|表明|说明|显示出|我们|建议|认为|看好|关注|驱动|主线|景气|判断|维持|竞争力|趋势|空间|机会|风险|修复|逻辑|有望|共识|意味|彰显|凸显|验证|催化|弹性|韧性|热度|信心|投资要点|超预期|不及预期"
)
#: clauses that say more of what was told rather than tell of another event
_CONTENT = re.compile(
    r"(?:并|且|以)?(?:资金|募资|款项)?(?:将|拟)?(?:主要)?(?:用于|投向|支持|聚焦|面向|覆盖|涉及|旨在|强化|强调|助力|明确[^，。；]{0,6}目标)"
)
#: one event in other words: where the body has one of a line, the others are known
_SAME_EVENT = tuple(
    line.split()
    for line in (
        "订单 大单 合同 签下 签署 签约 供货",
        "融资 注资 领投 募资",
        "上市 挂牌 登陆 递表 招股 聆讯",
        "收购 购买 受让 并购",
        "辞任 辞职 辞去 离任",
        "聘任 任命 出任 加盟 履新",
        "罚单 罚款 处罚 警告",
        "量产 投产 批量供货 出货",
        "涨价 上调 提价 提高",
        "降价 下调 调降 降低",
        "裁员 减员 精简",
        "发布 推出 上线 开设 开源",
        "印发 出台 发布 下发 公布",
    )
)
_SOME_OF = re.compile(r"等(?P<n>[三四五六七八九十]|\d{1,2})(?P<c>[款家个项只支座部名位])(?P<noun>[\u4e00-\u9fff]{1,8})")
_NUMERALS = {c: i for i, c in enumerate("零一二三四五六七八九十")} | {"两": 2}
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SMALL = r"(?P<count>(?P<n>[两二三四五六七八九十]|(?<![\d.,])\d{1,2})(?P<c>[款家个项只支座部名位类]))"
_OF_KIND = re.compile(_SMALL + r"(?![万亿])")
#: a noun of four characters, then its number, or a list and its number
_COUNTED = re.compile(
    rf"(?P<noun>[\u4e00-\u9fff]{{4}})(?<!第)(?:共?有?|为|共计|[为有是][^，。；：\d]{{2,40}}?[、和及][^，。；：\d]{{2,20}}?)(?<!第){_SMALL}(?=[，。；：)（、]|$)"
)
_LIST = re.compile(r"[^、，。；：\n]{1,12}(?:、[^、，。；：\n]{1,12}){1,11}")
_LAST = re.compile(r"[和及与]")
_PRONOUN = re.compile(r"(?:公司|其|该公司|双方|会议|会上|该|此外，公司|同时，公司)")


def find(report: Report) -> Iterator[Finding]:
    """Claims of the front page, in an item that the body does tell of, for which the body has no words."""
    body = Sayings([*report.body, *report.headings])
    if not body.all:
        return
    everything = "".join(p.block.text for p in report.body)
    for passage in report.front:
        for m in re.finditer(r"[^。；！？]+[。；！？]?", passage.masked):
            if not _OPINION.search(m.group()):
                yield from _claims(passage, m, body, everything)


def _claims(passage: Passage, sentence: re.Match[str], body: Sayings, everything: str) -> Iterator[Finding]:
    """The clauses of a sentence that have an event, an anchor in the body, and mostly words the body doesn't know."""
    named = _anchored(passage, sentence, everything)
    whole = passage.masked[_opening(passage, sentence) : sentence.end()]
    at = sentence.start()
    follows = False
    known = body.words | _known_events(everything)
    for clause in re.split(r"(?<=，)", sentence.group()):
        words = grams(clause.partition("：")[2] or clause)
        unknown = [w for w in words if w not in known]
        new = len(unknown) >= 4 and len(unknown) >= 0.6 * len(words) and _mostly_new(clause, known)
        follows = new and (follows or bool(_EVENT.search(clause)))
        if follows and not _CONTENT.match(clause) and (named or _rest_is_told(whole, clause, body)):
            end = at + len(clause.rstrip("，。；"))
            text = _MASKS.sub("", passage.masked[at:end])
            yield on(
                passage,
                at,
                end,
                Remark("unsupported_summary", f"正文没有“{text[:24]}”的内容。", "删去，或在正文补上来源", "warning"),
            )
        at += len(clause)


def _mostly_new(clause: str, known: frozenset[str]) -> bool:
    """Whether most characters stand in no word that the body knows; known words in another order are no new claim."""
    text = clause.partition("：")[2] or clause
    covered = {at for i in range(len(text) - 1) if text[i : i + 2] in known for at in (i, i + 1)}
    letters = [i for i, ch in enumerate(text) if _HAN.match(ch)]
    return sum(i not in covered for i in letters) * 2 >= len(letters)


def _known_events(everything: str) -> frozenset[str]:
    """The words for an event that the body tells in another word."""
    told = (line for line in _SAME_EVENT if any(word in everything for word in line))
    return frozenset(w for line in told for word in line for w in grams(word))


def _opening(passage: Passage, sentence: re.Match[str]) -> int:
    """Where the sentence begins; one that says 公司 or 会议 goes on with the sentence before."""
    start = sentence.start()
    if not _PRONOUN.match(sentence.group()):
        return start
    return passage.masked.rfind("。", 0, max(0, start - 1)) + 1


def _rest_is_told(sentence: str, clause: str, body: Sayings) -> bool:
    """Whether the body has a sentence for what else the sentence says."""
    rest = grams(sentence.replace(clause, "，"))
    return len(rest) >= 8 and bool(body.like(rest, 0.6))


def _anchored(passage: Passage, sentence: re.Match[str], everything: str) -> bool:
    """Whether the sentence speaks of somebody or some day that the body speaks of."""
    start = _opening(passage, sentence)
    text = passage.masked[start : sentence.end()]
    if any(name.group() in everything for name in ORGANISATION.finditer(text)):
        return True
    days = [passage.items.get(i) for i in range(start, sentence.end())]
    return any(isinstance(d, Period) and d.grain == "day" and d.raw in everything for d in days)


def counts(report: Report) -> Iterator[Finding]:
    """等四款大模型, where the body neither counts four nor lists four."""
    text = "\n".join(p.block.text for p in report.body)
    for passage in [*report.front, *report.headings]:
        for m in _SOME_OF.finditer(passage.block.text):
            number = int(m["n"]) if m["n"].isdigit() else _NUMERALS[m["n"]]
            told = [f"{n}{m['c']}" for n in (number, "零一二三四五六七八九十"[number] if number <= 10 else number)]
            listed = any(number in _sizes(run.group()) for run in _LIST.finditer(text))
            if number >= 3 and text and not any(t in text for t in told) and not listed:
                message = f"正文没有列出也没有数到“{m['n']}{m['c']}”。"
                yield finding(passage, m.span(), Remark("unsupported_summary", message, "在正文列出, 或删去数目", "warning"))


def other_counts(report: Report) -> Iterator[Finding]:
    """中标候选人为4家 on the front page, 中标候选人为甲、乙和丙三家 in the body: small counts, in digits or in words."""
    told: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for passage in report.body:
        for sentence in re.split("[。；]", passage.block.text):
            for m in _COUNTED.finditer(sentence):
                told[m["noun"], m["c"]].append((sentence, m["n"]))
    for passage in report.front:
        for m in _COUNTED.finditer(passage.block.text):
            near = told.get((m["noun"], m["c"]), [])[:20]
            numbers = {_small(n) for _, n in near}
            if len(numbers) == 1 and _small(m["n"]) not in numbers and all(_tells_one(s, m["c"]) for s, _ in near):
                right = f"{near[0][1]}{m['c']}"
                message = f"正文为“{m['noun']}…{right}”，此处作“{m['n']}{m['c']}”。"
                yield finding(passage, m.span("count"), Remark("count", message, right))


def _tells_one(sentence: str, classifier: str) -> bool:
    """Whether a sentence has one count of its kind."""
    return len({_small(m["n"]) for m in _OF_KIND.finditer(sentence) if m["c"] == classifier}) == 1


def _small(word: str) -> int:
    return int(word) if word.isdigit() else _NUMERALS.get(word, 0)


def _sizes(run: str) -> tuple[int, int]:
    """How many things a list may name: its parts, and one more where the last is a pair."""
    parts = run.split("、")
    return len(parts), len(parts) + bool(_LAST.search(parts[-1]))
