"""Sentences of real reports, edited: what of each kind of edit is caught, and what of harmless ones is let through.

No labels are needed: a sentence that was copied from a report holds, one with another digit, unit, date, name or comparison
doesn't, and one with a synonym or in another unit still does. So the verifier is measured on text that nobody wrote for it: the
sample week's, and thousands of sentences of general news where that corpus is present.
"""

from __future__ import annotations

import itertools
import json
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from digest import lint, verify
from digest.lint.document import document
from digest.lint.report import Report
from digest.model import Article
from digest.verify.mentions import Mention
from digest.verify.reading import read
from tests.eval.common import SHARED, Metric, fingerprint
from tests.eval.faithfulness import WRONG, _article, alias_list, week_articles
from tests.eval.reports import REPORTS

NEWS = SHARED / "data" / "grounding" / "uhgeval" / "dev.jsonl"
#: how many sentences of the big corpus are edited: some seconds' worth
MOST = 1200

Edit = Callable[[str, str, random.Random], str | None]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of edit; `harmless` ones must not be flagged, the others must be. `floor` is what the house asks of it."""

    name: str
    edit: Edit
    harmless: bool = False
    floor: float | None = None


def run() -> list[Metric]:
    """For each corpus the part of each kind that gets its right verdict."""
    corpora = {"week": week_articles(), "news": list(news()), "English": list(english())}
    rows = {name: list(sentences(articles)) for name, articles in corpora.items()}
    sampled = {name: random.Random(7).sample(found, min(MOST, len(found))) for name, found in rows.items() if found}
    return [*(m for name, found in sampled.items() for m in measured(name, found)), front_pages()]


def front_pages() -> Metric:
    """The same edits in the summaries of the labelled reports, which tell the body in other words: how many the lint finds.

    A line that has a finding before it is edited is left out.
    """
    found: list[bool] = []
    misses, used = [], []
    for path in sorted(p for p in REPORTS.iterdir() if p.suffix in (".txt", ".md")):
        text = path.read_text(encoding="utf-8")
        known = lint.check(text, names=alias_list())
        told = {f.line for f in known}
        for block in (p.block for p in Report(document(text), None).front):
            if block.rows[0] != block.rows[-1] or block.rows[0] in told:
                continue
            for sentence in re.findall(r"[^。！？]+[。！？]?", block.text):
                for kind in (k for k in KINDS if not k.harmless and sentence in text):
                    edited = kind.edit(sentence, text, random.Random(sentence + kind.name))
                    if not edited or edited == sentence or edited in text:
                        continue
                    used.append(edited)
                    found.append(len(lint.check(text.replace(sentence, edited, 1), names=alias_list())) > len(known))
                    misses += [] if found[-1] else [f"{path.name} {kind.name}: {edited}"]
    return Metric("edits reports: front pages caught", sum(found) / len(found), len(found), None, misses, fingerprint(used))


def english() -> Iterator[Article]:
    """The texts of labelled English pages, where they are present."""
    from tests.eval.extraction import labelled

    for n, row in enumerate(r for r in labelled() if r.lang == "en"):
        yield _article(f"e{n}", row.text, at="2026-02-27T10:00:00+08:00", lang="en")


def news() -> Iterator[Article]:
    """General news of a third-party corpus, where it is present."""
    for line in NEWS.read_text(encoding="utf-8").splitlines() if NEWS.is_file() else ():
        row = json.loads(line)
        text = re.sub(r"\s*\n\s*", "\n", f"{row['newsBeginning'].strip()}\n{row['newsRemainder'].strip()}")
        at = row["broadcastDate"].replace(" ", "T") + "+08:00"
        yield _article(row["id"], text, title=row["headLine"], at=at, credit="通讯社")


_SENTENCE = {
    "zh": re.compile(r"[^。！？\n]{12,120}[。！？]"),
    "en": re.compile(r"[A-Z][^.!?\n]{30,240}(?:\.\d[^.!?\n]*){0,4}[.!?](?=\s|$)"),
}
#: a dateline or an outlet's name before the news is no statement of it
_HEAD = re.compile(r"^.{0,24}(?:电|讯|报道|消息)")


def sentences(articles: Iterator[Article] | list[Article]) -> Iterator[tuple[Article, str]]:
    """Every sentence with a figure, with its article."""
    for article in articles:
        for sentence in _SENTENCE["en" if article.lang == "en" else "zh"].findall(article.text):
            if re.search(r"\d", sentence) and not _HEAD.search(sentence):
                yield article, sentence


def measured(corpus: str, rows: list[tuple[Article, str]]) -> Iterator[Metric]:
    """The metrics of one corpus."""
    kinds = [*KINDS, Kind("stranger's clause", _strangers(rows))]
    right: dict[str, int] = defaultdict(int)
    count: dict[str, int] = defaultdict(int)
    misses: dict[str, list[str]] = defaultdict(list)
    used = []
    for article, sentence in rows:
        used.append(sentence)
        if flagged(sentence, article):
            misses["copied"].append(sentence)
            count["copied"] += 1
            continue
        right["copied"] += 1
        count["copied"] += 1
        for kind in kinds:
            edited = kind.edit(sentence, article.text, random.Random(sentence + kind.name))
            if not edited or edited == sentence or edited in article.text:
                continue
            count[kind.name] += 1
            if flagged(edited, article) != kind.harmless:
                right[kind.name] += 1
            else:
                misses[kind.name].append(f"{edited} (from: {sentence})")
    print_of = fingerprint(used)
    for kind in (Kind("copied", _digit, harmless=True, floor=0.99), *kinds):
        if count[kind.name]:
            name = f"edits {corpus}: {kind.name} {'kept' if kind.harmless else 'caught'}"
            n = count[kind.name]
            yield Metric(name, right[kind.name] / n, n, kind.floor, misses[kind.name], print_of)


def flagged(sentence: str, article: Article) -> bool:
    """Whether the verifier holds a sentence up."""
    return verify.verdict(verify.sentence(sentence, (article,), names=alias_list())) in WRONG


# ------------------------------------------------------------------------------------------------------------------- edits
def _one(pattern: str, change: Callable[[re.Match[str]], str]) -> Edit:
    """The edit of one occurrence of a pattern."""
    found = re.compile(pattern)

    def edit(sentence: str, text: str, dice: random.Random) -> str | None:
        places = list(found.finditer(sentence))
        if not places:
            return None
        m = dice.choice(places)
        return sentence[: m.start()] + change(m) + sentence[m.end() :]

    return edit


def _swap(**pairs: str) -> Callable[[re.Match[str]], str]:
    return lambda m: pairs[m.group()]


def _absent(edit: Edit) -> Edit:
    """The edit, where no number that it brings in stands elsewhere in the report."""

    def checked(sentence: str, text: str, dice: random.Random) -> str | None:
        edited = edit(sentence, text, dice)
        new = set(re.findall(r"\d+[年月日]", edited or "")) - set(re.findall(r"\d+[年月日]", sentence))
        return None if any(n in text for n in new) else edited

    return checked


def _name(sentence: str, text: str, dice: random.Random) -> str | None:
    """Another name of the report in the place of the sentence's."""
    here, there = read(sentence, None, alias_list(), ""), read(text, None, alias_list(), "")
    mine = [m for m in here.names if m.sure or m.place]
    if not mine:
        return None
    m = dice.choice(mine)
    said = sentence[m.start : m.end]
    others = [text[o.start : o.end] for o in there.names if o.place == m.place and (o.sure or o.place) and not _related(m, o)]
    others = [o for o in others if len(o) > 1 and o not in sentence and o not in said and said not in o]
    return sentence[: m.start] + dice.choice(others) + sentence[m.end :] if others else None


def _related(a: Mention, b: Mention) -> bool:
    return bool(a.keys & b.keys) or a.of in b.keys or b.of in a.keys


_SIZED = re.compile(r"(?<![\d.,])\d+(?:\.\d+)?(?=(万亿元|亿元|万元|%|亿美元|万人|家|人| billion| million))")


def _exchanged(sentence: str, text: str, dice: random.Random) -> str | None:
    """Two figures of one unit, each in the other's place."""
    found = list(_SIZED.finditer(sentence))
    pairs = [(a, b) for a in found for b in found if a.start() < b.start() and a[1] == b[1] and a.group() != b.group()]
    if not pairs:
        return None
    a, b = dice.choice(pairs)
    return sentence[: a.start()] + b.group() + sentence[a.end() : b.start()] + a.group() + sentence[b.end() :]


def _roles(sentence: str, text: str, dice: random.Random) -> str | None:
    """Two names with an act between them, each in the other's place."""
    found = [m for m in read(sentence, None, alias_list(), "").names if m.sure and not m.place]
    pairs = [
        (a, b)
        for a, b in itertools.pairwise(found)
        if not _related(a, b) and re.search(_ACT, between := sentence[a.end : b.start]) and not re.search(_TOGETHER, between)
    ]
    if not pairs:
        return None
    a, b = dice.choice(pairs)
    first, second = sentence[a.start : a.end], sentence[b.start : b.end]
    return sentence[: a.start] + second + sentence[a.end : b.start] + first + sentence[b.end :]


_ACT = r"收购|投资|起诉|领投|参股|采购|发布|推出|超过|高于|低于|控股|入股|供应|反超|领先|\b(?:acquir|invest|sued|bought|buys?|released|launched|overtook)"
_TOGETHER = r"[、，；。]|和|与|及|跟|同|\band\b|\bwith\b|, "


def _strangers(rows: list[tuple[Article, str]]) -> Edit:
    """The edit that puts a clause without figures of another report behind a sentence."""
    clauses = [
        clause
        for article, sentence in rows
        if article.lang != "en"
        for clause in re.split("[，；。]", sentence)
        if 9 <= len(clause) <= 26 and not re.search(r"[\d一二三四五六七八九十“”]", clause)
    ]

    def edit(sentence: str, text: str, dice: random.Random) -> str | None:
        other = dice.choice(clauses) if clauses and sentence.endswith("。") else ""
        return f"{sentence[:-1]}，{other}。" if other and other not in text else None

    return edit


def _without_last(sentence: str, text: str, dice: random.Random) -> str | None:
    """The sentence without its last clause."""
    clauses = sentence[:-1].split("，")
    return "，".join(clauses[:-1]) + sentence[-1] if len(clauses) > 2 else None


_SYNONYMS = (("表示", "称"), ("下降", "下滑"), ("上涨", "上升"), ("超过", "超"), ("据了解，", ""), ("同比", "较上年同期"), ("约为", "约"), ("目前，", ""))  # fmt: skip


def _synonym(sentence: str, text: str, dice: random.Random) -> str | None:
    return next((sentence.replace(a, b, 1) for a, b in _SYNONYMS if a in sentence), None)


def _rescaled(m: re.Match[str]) -> str:
    factor, unit = {"万亿": (10000, "亿"), "亿": (10000, "万"), "万": (10000, "")}[m[2]]
    return format((Decimal(m[1]) * factor).normalize(), "f") + unit


def _rounded(m: re.Match[str]) -> str:
    return f"约{Decimal(m[1]).quantize(Decimal('0.1'))}"


_digit = _one(
    r"(?<![\dA-Za-z.\-])\d{2,}(?=(?:\.\d+)?(?:%|万|亿|元|家|个|人|名|台|辆|吨|倍|项| billion| million| percent))",
    lambda m: str(int(m.group()) + 3),
)
KINDS = (
    Kind("digit", _digit, floor=0.99),
    Kind("unit", _one(r"(?<=\d)(?:万亿|亿|万)(?=[元美欧人吨辆台户千平])|(?<=\d )(?:trillion|billion|million)\b", _swap(万亿="亿", 亿="万", 万="亿", trillion="billion", billion="million", million="billion")), floor=0.99),
    Kind("currency", _one(r"(?<=[亿万])(?:美元|元|欧元)", _swap(美元="元", 元="美元", 欧元="美元")), floor=0.97),
    Kind("points", _one(r"(?<=\d)(?:%|个百分点)", lambda m: "个百分点" if m.group() == "%" else "%"), floor=0.95),
    Kind("direction", _one(r"(?:增长|下降|上升|下跌|上涨|减少|增加)(?=了?\d)", _swap(增长="下降", 下降="增长", 上升="下降", 下跌="上涨", 上涨="下跌", 减少="增加", 增加="减少")), floor=0.97),
    Kind("rise and fall", _one(r"\b(?:rose|fell|grew|jumped|dropped|declined|increased|climbed)\b(?= (?:by )?\$?\d| to )", _swap(rose="fell", fell="rose", grew="shrank", jumped="dropped", dropped="jumped", declined="grew", increased="decreased", climbed="fell"))),
    Kind("comparison", _one(r"(?<![相和与])(?:同比|环比)(?=[上下增减涨跌回扩提降])", _swap(同比="环比", 环比="同比"))),
    Kind("approximation", _one(r"(?<![临接最将附年])(?:超过|逾|近|不足)(?=\d)", _swap(超过="不足", 逾="不到", 近="超过", 不足="超过"))),
    Kind("month", _absent(_one(r"(?<!\d)\d{1,2}(?=月\d{1,2}日)", lambda m: str(int(m.group()) % 12 + 1))), floor=0.95),
    Kind("day", _absent(_one(r"(?<=月)\d{1,2}(?=日)", lambda m: str(int(m.group()) % 27 + 1))), floor=0.95),
    Kind("year", _absent(_one(r"(?:20|19)\d\d(?=年)", lambda m: str(int(m.group()) - 1))), floor=0.95),
    Kind("expectation", _one(r"(?:预计将?|有望)(?=[\u4e00-\u9fff\d])", lambda m: "")),
    Kind("done", _one(r"(?<![即不名主大小老])将(?=于|在|会|推|发布|上线|投|建|增|开)|\bwill (?=[a-z]+ )", lambda m: "已" if m.group() == "将" else "has already ")),
    Kind("period", _one(r"(?<=[当本上单每])[周月](?![末内])|\b(?:weekly|monthly)\b", _swap(周="月", 月="周", weekly="monthly", monthly="weekly"))),
    Kind("stage", _one(r"(?<=投)[前后](?=估值)|\b(?:pre|post)(?=[- ]money)", _swap(前="后", 后="前", pre="post", post="pre"))),
    Kind("bound", _one(r"至少|最多|至多|最高(?=[\d达])|不低于|不超过|\bat least\b|\bup to\b", lambda m: {"至少": "至多", "最多": "至少", "至多": "至少", "最高": "最低", "不低于": "不超过", "不超过": "不低于", "at least": "at most", "up to": "at least"}[m.group()])),
    Kind("roles", _roles),
    Kind("negation", _one(r"没有|尚未|未能|并未|不会|不能", _swap(没有="已经", 尚未="已", 未能="成功", 并未="已", 不会="会", 不能="能"))),
    Kind("name", _name),
    Kind("exchange", _exchanged),
    Kind("shortened", _without_last, harmless=True, floor=0.97),
    Kind("synonym", _synonym, harmless=True, floor=0.95),
    Kind("rescaled", _one(r"(?<![\d.,~至\-])(\d+(?:\.\d+)?)(万亿|亿)(?=[元美欧])", _rescaled), harmless=True, floor=0.95),
    Kind("rounded", _one(r"(?<![\d.约近超])(\d+\.\d\d)(?=(?:万亿|亿|万)(?:元|美元))", _rounded), harmless=True, floor=0.95),
)  # fmt: skip
