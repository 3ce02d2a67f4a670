"""Words: negations that turn a sentence round, mixed punctuation, and the desk's own list of words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from digest.errors import ConfigError
from digest.lint.document import Document
from digest.lint.finding import Finding, Remark, Severity
from digest.lint.reading import Passage
from digest.lint.report import finding

_PREVENT = r"防止|避免|以免|以防|严防|杜绝|防范|谨防|预防|遏制|阻止|禁止|严禁|切忌"
_HAPPENS = (
    r"不(?:再|会|被|至于|致(?!命)|遭|受到|受(?!控|制|让|益|理)|发生|出现|产生|泄露|外泄|流失|丢失|外流|下滑|下降|上升|上涨|恶化|扩大|中断|断供|扩散|蔓延|传导|泄漏|滑坡|反弹|重演|复发|失控|断裂|被动|得到滥用)"
    r"|免受|免遭|免于"
)
_TURNED = (
    re.compile(
        rf"(?:{_PREVENT})(?!因|由于|对)[^，。；：！？]{{0,24}}?(?:{_HAPPENS})(?![^，。；]{{0,8}}的)[^，。；：！？]{{0,10}}"
    ),
    re.compile(r"(?:尚未|仍未|从未|未曾|并未)(?:没有|未能没|不曾|未)"),
    re.compile(r"(?:难免|不免|免不了)(?:不|没有)(?!了|足|少|便)"),
)
#: 用量下降，但并不意味着需求没有放缓: what 但 sets against bad news is good news, and the reverse
_CONCEDED = re.compile(
    r"(?P<told>[^，。；：！？]{2,40})，(?:但是?|不过|然而|却)(?P<no>[^，。；：！？]{0,6}?(?:不|未)(?:必|一定)?(?:意味着|代表|等于|说明|表明)"
    r"[^，。；：！？不没未]{0,12}(?:没有|并未|未曾|未|不再))"
    r"(?:明显|显著|实质性?|真正|出现)?(?P<what>[^，。；：！？]{2,6}?)了?(?=[，。；：！？]|$)"
)
_BAD, _GOOD = (
    re.compile(words)
    for words in (
        r"下降|减少|放缓|回落|下滑|收缩|减弱|降低|走弱|转弱|萎缩|压缩|恶化|承压|推迟|取消|暂停|裁员|下跌|走低|疲软|低迷|消退|见顶|降温|不及预期",
        r"增长|增加|上升|提升|提高|回升|改善|好转|走强|增强|扩大|上涨|走高|回暖|复苏|修复|加快|加速|超预期|企稳|转强|升温|向好",
    )
)
_ADVERBIAL = re.compile(r"不断|不会不|不得不|不能不|不可不|时不时|要不要|是不是|不免")
_HALF, _FULL_WIDTH = ",:;()?!", "，：；（）？！"
_MARK = re.compile(r"[\u4e00-\u9fff]\s{0,3}([,:;()?!，：；（）？！])")
_BROKEN = re.compile(r"。(?P<word>并(?:且|与|将|在|从|向|于|对|已|获|拟)|而且|以及)")
_SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Word:
    """A word the desk does not print: what is looked for, what stands in its place, why, and how loud to say it."""

    pattern: re.Pattern[str]
    instead: str
    why: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class Style:
    """The house style: the words of `prompts/house_style.yaml`, and whether punctuation is looked at."""

    words: tuple[Word, ...] = ()
    punctuation: bool = True


# --------------------------------------------------------------------------------------------------------------- negations
def negations(passage: Passage) -> Iterator[Finding]:
    """Negations that add up to the opposite of what is meant: 防止…不被滥用."""
    for pattern in _TURNED:
        for m in pattern.finditer(passage.block.text):
            if not _ADVERBIAL.search(m.group()):
                message = f"“{m.group()}”否定重叠，意思反了。"
                yield finding(passage, m.span(), Remark("double_negation", message, "去掉一个否定"))
    for m in _CONCEDED.finditer(passage.block.text):
        if any(
            _tells_only(m["told"], one, other) and one.fullmatch(m["what"]) for one, other in ((_BAD, _GOOD), (_GOOD, _BAD))
        ):
            message = f"“{m['no']}{m['what']}”与前面的转折不合，多了一个否定。"
            yield finding(passage, (m.start("no"), m.end()), Remark("double_negation", message, "去掉一个否定", "warning"))


def _tells_only(words: str, one: re.Pattern[str], other: re.Pattern[str]) -> bool:
    """Whether words tell news of one kind only."""
    return one.search(words) is not None and other.search(words) is None


def broken(passage: Passage) -> Iterator[Finding]:
    """A full stop inside a sentence: 共同注资。并与亚马逊签署."""
    for m in _BROKEN.finditer(passage.block.text):
        message = f"句号后以“{m['word']}”起句，前句似未完。"
        yield finding(passage, m.span(), Remark("punctuation", message, f"，{m['word']}", "info"))


# ------------------------------------------------------------------------------------------------------------- punctuation
def punctuation(document: Document) -> Iterator[Finding]:
    """Half-width marks in a text that is set in full width, or the reverse: one finding a mark, at its first place."""
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for line in document.lines:
        if line.kind in ("prose", "item"):
            for m in _MARK.finditer(line.raw):
                places[m[1]].append((line.number, m.start(1)))
    for half, full in zip(_HALF, _FULL_WIDTH, strict=True):
        few, many = sorted((half, full), key=lambda mark: len(places[mark]))
        if places[few] and len(places[many]) >= 3:
            number, column = places[few][0]
            message = f"全文多用“{many}”({len(places[many])} 处)，此处等 {len(places[few])} 处用了“{few}”。"
            yield Finding("punctuation", "info", number, column, column + 1, message, many, few)


# ------------------------------------------------------------------------------------------------------------- house style
def house_words(document: Document, style: Style) -> Iterator[Finding]:
    """The words of the list, wherever they stand."""
    for line in document.lines:
        if line.kind in ("blank", "furniture"):
            continue
        for word in style.words:
            for m in word.pattern.finditer(line.raw):
                if m.end() > m.start():
                    message = f"“{m.group()}”{word.why}。" if word.why else f"“{m.group()}”应写“{word.instead}”。"
                    yield Finding(
                        "house_style", word.severity, line.number, m.start(), m.end(), message, word.instead, m.group()
                    )


def style(data: object) -> Style:
    """The house style that `house_style.yaml` holds. Raises ConfigError with the field, in Chinese."""
    rows = data.get("words") if isinstance(data, Mapping) else None
    if not isinstance(data, Mapping) or not isinstance(rows, list):
        raise ConfigError("最上层要有列表 words", field="words", mend="words: 下面每行一个 “- {word: …, instead: …}”")
    wanted = data.get("punctuation", True)
    if not isinstance(wanted, bool):
        raise ConfigError("要是 true 或 false", field="punctuation", mend="punctuation: true")
    return Style(tuple(_word(row, f"words[{n}]") for n, row in enumerate(rows)), wanted)


def _word(row: object, where: str) -> Word:
    if not isinstance(row, Mapping):
        raise ConfigError("要是一组 “名: 值”", field=where, mend="例如 {word: 做为, instead: 作为}")
    for key in row:
        if key not in ("word", "pattern", "instead", "why", "severity"):
            raise ConfigError("没有这个字段", field=f"{where}.{key}", mend="可用: word, pattern, instead, why, severity")
    severity = row.get("severity", "info")
    if severity not in _SEVERITIES:
        raise ConfigError(f"“{severity}” 不在选项之中", field=f"{where}.severity", mend=f"可用: {', '.join(_SEVERITIES)}")
    return Word(_pattern(row, where), _text(row, "instead", where), _text(row, "why", where), severity)


def _pattern(row: Mapping[str, Any], where: str) -> re.Pattern[str]:
    word, pattern = _text(row, "word", where), _text(row, "pattern", where)
    if bool(word) == bool(pattern):
        raise ConfigError("word 和 pattern 写一个", field=where, mend="word 是原词, pattern 是正则表达式")
    try:
        return re.compile(re.escape(word) if word else pattern)
    except re.error as error:
        raise ConfigError(f"不是合规的正则表达式: {error}", field=f"{where}.pattern", mend="改好它, 或改用 word") from None


def _text(row: Mapping[str, Any], key: str, where: str) -> str:
    value = row.get(key, "")
    if not isinstance(value, str):
        raise ConfigError("要是文字", field=f"{where}.{key}", mend="给它加上引号")
    return value
