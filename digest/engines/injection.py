"""Instructions inside articles: sentences that speak to a summarising program instead of to readers. Pure.

The rules are about language: who is addressed (a model, a program), what is asked (ignore, print, reclassify, recommend) and of
what (the summary, the section, the source line). A sentence that reports on such instructions (researchers, attackers, quoted
examples) is news and stays. What slips through is still only data: the checks of the draft stand behind this.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from digest.model import Article, Check, Draft, Evidence
from digest.text import HAN, fold, one_line, sentences

#: letters that look Latin and are not
_LOOKALIKES = str.maketrans(
    dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz", strict=True))
    | dict(zip("аеорсхуіАЕОРСХУІВМНТК", "aeopcxyiAEOPCXYIBMHTK", strict=True))
)
_JOINTS = re.compile(rf"(?<=[{HAN}])[-\s_*·•./\\|]{{1,3}}(?=[{HAN}])")
_ALL = r"(以上|上面|上述|之前|先前|前面|此前|下面|全部|所有|一切|原有|系统)"
_RULES = r"(要求|指令|指示|提示|规则|设定|命令|约束|任务)"
_OURS = r"(摘要|概要|本文|本页|本条|此文|资料来源|信源)"
_MAKE = (
    r"(改为|改成|设为|设成|设置为|写上|写成|写明|加入|加上|附上|插入|标为|注明|归入|归为|归类|列为|划入|开头|末尾|结尾|输出)"
)
_EARLIER = r"(previous|above|prior|earlier|preceding|system|all|any|your)"
_TOLD = r"(instruction|prompt|rule|direction|guideline|message|command)"
_COMMANDS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        # forget what you were told
        rf"(忽略|无视|忘记|忘掉|不要理会|不必理会|抛开|跳过|不要遵守)[^。，,]{{0,8}}{_ALL}[^。，,]{{0,8}}{_RULES}",
        rf"\b(ignore|disregard|forget|override|bypass)\b.{{0,24}}\b{_EARLIER}\b.{{0,24}}\b{_TOLD}",
        r"\b(ignore|disregard|forget)\s{0,3}(the\s)?(above|previous)\b",
        # do this with the summary, the section, the source line
        rf"(请|务必|必须|应当?|要求)[^。]{{0,16}}{_OURS}[^。]{{0,20}}{_MAKE}",
        rf"(请|务必)[^。]{{0,10}}(标题|栏目|小节|重要性|分类|首页)[^。]{{0,20}}{_MAKE}",
        r"(标题|栏目|重要性|资料来源|摘要)(请|务必|一律)?(改为|改成|设为|设成)",
        r"(本文|本页|本条|此文)[^。，]{0,4}(应|须|请|务必)[^。，]{0,4}(归入|归类|归为|列入|列为|划入)",
        r"\b(set|change|classify|mark|print|reveal|output|rate)\b.{0,60}\b(section|importance|system prompt|configuration)\b",
        r"\b(in|to|with|into|of)\syour\s(next\s)?(answer|response|reply|output|summary)\b",
        # say this
        r"(请|并|只|仅|直接|立即|同时)[^。，]{0,6}(输\s?出|打印|写出|回复|返回|显示)[^。]{0,24}(标记|系统提示|提示词|配置|密钥|口令|“)",
        r"^\W{0,4}(只|仅)?(输\s?出|写出|打印|回复)[^。，]{0,12}(标记|系统提示|提示词)",
        r"审核(意见|结论|状态|结果)?[^。，]{0,3}[:：]?\s?已?(通过|批准)[^。]{0,24}\bapproved\b",
        r"(请|务必)[^。]{0,4}(补充|添加|给出|写上|加上|附上)[^。]{0,8}(投资建议|买入|评级|目标价)",
        r"(不要|请勿|切勿|勿)[^。，]{0,6}(提及|输出|说明|披露|写出)[^。，]{0,10}(广告|免责|本指令|这段话|这条|提示)",
    )
)
_SPEAKERS = r"(系统|管理员|开发者|指令|提示|system|assistant|developer|instructions?|prompt)"
_HEADERS = re.compile(
    rf"^\W{{0,6}}(<!--\s{{0,3}})?[\[【<#(（*]{{1,4}}\s{{0,2}}{_SPEAKERS}"
    r"(提示|消息|指令|模式|信息|词|\s?prompt|\s?message)?\s{0,2}[\]】>)）:：#*\n]"
    r"|^\W{0,6}<?!?--\s{0,3}(assistant|system|ai|llm|model|bot)\b"
    r"|^\W{0,6}#{2,4}\s?(指令|回答|instruction|response)\s{0,3}$",
    re.I,
)
_ADDRESSED = re.compile(
    r"(如果你是|你现在是|你是一[个名])[^。，,]{0,10}(人工智能|\bAI\b|语言模型|大模型|自动摘要|摘要程序|智能体|助手|爬虫|机器人)"
    r"|\b(if you are|you are now|attention|dear|hey|note to)\s((an?|the|any|all)\s)?"
    r"(ai|llm|language model|assistant|summari[sz]er|chatbot|bot)\b.{0,20}[,:]",
    re.I,
)
_ASKS = re.compile(
    r"请|务必|必须|不要|勿|输出|写出|写上|设为|归类|改为|\b(must|please|do not|don't|print|set|write|output|classify|say)\b",
    re.I,
)
_REPORTS = re.compile(
    r"研究|发现|攻击|漏洞|操纵|注入|安全团队|安全公司|所谓|这类|诸如|演示|披露|修复"
    r"|attack|researcher|vulnerab|inject|jailbreak|for example",
    re.I,
)
_QUOTED = re.compile(r"[“\"「『‘][^”\"」』’]{2,120}[”\"」』’]")
#: folded characters in a row that a draft shares with an instruction and with nothing else of its story
CARRIED = 6


@dataclass(frozen=True, slots=True)
class Instruction:
    """A span of an article's document that tells a program what to do."""

    article: str
    start: int
    end: int
    text: str


def spans(document: str) -> list[tuple[int, int]]:
    """The sentences of a document that are instructions; those that go on commanding after one belong to it."""
    found: list[tuple[int, int]] = []
    for start, end in sentences(document):
        said = _plain(document[start:end])
        after = bool(found) and "\n" not in document[found[-1][1] : start] and bool(_ASKS.search(said) or "://" in said)
        if after or _commands(said):
            found.append((start, end))
    return found


def find(articles: Sequence[Article]) -> list[Instruction]:
    """The instructions in the articles of a story, in order."""
    return [Instruction(a.id, s, e, a.document[s:e]) for a in articles for s, e in spans(a.document)]


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", text.translate(_LOOKALIKES))
    return _JOINTS.sub("", text)


def _commands(said: str) -> bool:
    if _HEADERS.search(said) or (_ADDRESSED.search(said) and _ASKS.search(said)):
        return True
    if _REPORTS.search(said):
        said = _QUOTED.sub("", said)
    return any(c.search(said) for c in _COMMANDS)


# --------------------------------------------------------------------------------------------------- what a draft took over
def carried(
    text: str, instructions: Sequence[Instruction], articles: Sequence[Article]
) -> Iterator[tuple[int, int, Instruction]]:
    """Spans of a text whose words stand in an instruction and nowhere else in the articles."""
    if not instructions:
        return
    clean = fold("\n".join(_without(a.document, [i for i in instructions if i.article == a.id]) for a in articles))
    kept, places = _folded(text)
    for instruction in instructions:
        grams = _grams(fold(instruction.text))
        hits = [n for n in range(len(kept) - CARRIED + 1) if (g := kept[n : n + CARRIED]) in grams and g not in clean]
        for first, last in _runs(hits):
            yield places[first], places[last + CARRIED - 1] + 1, instruction


def _without(document: str, instructions: Sequence[Instruction]) -> str:
    for i in reversed(instructions):
        document = document[: i.start] + "\n" + document[i.end :]
    return document


def _folded(text: str) -> tuple[str, list[int]]:
    """The text folded character by character, and where each of its characters stood."""
    pairs = [(f, n) for n, ch in enumerate(text) for f in fold(ch)]
    return "".join(f for f, _ in pairs), [n for _, n in pairs]


def _grams(text: str) -> frozenset[str]:
    return frozenset(text[n : n + CARRIED] for n in range(len(text) - CARRIED + 1))


def _runs(hits: Sequence[int]) -> Iterator[tuple[int, int]]:
    start = 0
    for n in range(1, len(hits) + 1):
        if n == len(hits) or hits[n] != hits[n - 1] + 1:
            yield hits[start], hits[n - 1]
            start = n


def checks(draft: Draft, articles: Sequence[Article]) -> list[Check]:
    """A check of kind `injection` for every instruction in the articles, and an absent one for each that got into the draft.

    The first kind has an empty claim: it stands for no words of the draft, only for the warning and the place.
    """
    instructions = find(articles)
    found = [Check("injection", "", 0, 0, "body", "supported", (_span(i),), _SEEN) for i in instructions[:_SHOWN]]
    fields: Mapping[str, str] = {"headline": draft.headline, "body": draft.body, "lead_paragraph": draft.lead_paragraph}
    for field, text in fields.items():
        for start, end, i in carried(text, instructions, articles):
            found.append(Check("injection", text[start:end], start, end, field, "absent", (_span(i),), _TAKEN))
    return found


_SHOWN = 3
_SEEN = "来源文章里有写给程序的指令，已当作普通文字，没有照做；用这篇文章前请看一眼"
_TAKEN = "这几个字来自来源文章里写给程序的指令，不是新闻内容"


def _span(i: Instruction) -> Evidence:
    return Evidence(i.article, i.start, i.end, i.text)


def shown(i: Instruction) -> str:
    """The instruction in one line, shortened."""
    text = one_line(i.text)
    return text[:60] + ("…" if len(text) > 60 else "")
