"""The approved items of a week against the report that prints them: what is missing, and every word that was changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from digest.lint.document import Block, document
from digest.lint.facts import grams
from digest.lint.finding import Finding, Remark, Severity
from digest.lint.lexicon import ORGANISATION
from digest.lint.page import plain_form
from digest.model import Draft
from digest.text import simplified

_TOKEN = re.compile(r"\d[\d,]*(?:\.\d+)?%?|[A-Za-z][A-Za-z0-9.\-+]*|[\u4e00-\u9fff]")
_CREDIT = re.compile(r"\([^()]{0,6}来源：(?P<names>[^()]*)\)")
_LABEL = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})?)?[A-Za-z0-9\u4e00-\u9fff ]{2,8}：")
_UNITS = frozenset("万亿千百兆元美港欧日年月倍个位名家点")
_NEWS = re.compile(r"产业动态|行业动态")
_CHAPTER = re.compile(r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?![.\d])[、.]?(?=[^\d])")
_ALIKE = 0.5  # share of an item's words that a paragraph must hold to be that item
_LOUD: dict[str, Severity] = {"edition_figure": "error", "edition_name": "error", "edition_text": "warning"}
_SAYS = {"edition_figure": "数字", "edition_name": "名称", "edition_text": "文字"}


@dataclass(frozen=True, slots=True)
class Word:
    """A number, a Latin word or a Chinese character, and its span in the plain text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a change: the text, its words, and which of them changed."""

    text: str
    words: Sequence[Word]
    low: int
    high: int


def against(items: Sequence[Draft], text: str) -> list[Finding]:
    """Every difference between the approved items and the report's own text of them, in order of place.

    Figures, names and credit lines must stand as they were approved (error); another wording is a warning, and so is a
    paragraph of the news section that no item holds. Blanks, width, script (繁、简) and punctuation are free.
    """
    blocks = _news(document(text).blocks)
    used: set[int] = set()
    found: list[Finding] = []
    for item in items:
        found += _headline(item, blocks, used)
        found += _body(item, blocks, used)
    found += _unapproved(blocks, used)
    return sorted(found, key=lambda f: (f.line, f.start))


def _news(blocks: Sequence[Block]) -> list[Block]:
    """The blocks of the news section, its title first; the whole body where no chapter has that title."""
    told = [b for b in blocks if b.zone not in ("front", "contents")]
    inside = False
    section = []
    for block in told:
        if block.kind == "heading" and (_NEWS.search(block.text) or (len(block.text) <= 14 and _CHAPTER.match(block.text))):
            inside = bool(_NEWS.search(block.text))
        if inside:
            section.append(block)
    return section or told


# ------------------------------------------------------------------------------------------------------------------ parts
def _headline(item: Draft, blocks: Sequence[Block], used: set[int]) -> Iterator[Finding]:
    headline = plain_form(item.headline)[0]
    at = _nearest(headline, blocks, ("heading", "item", "prose"), used)
    if at is None or len(blocks[at].text) > 2 * len(headline) + 12:
        yield _missing(blocks, f"已审定条目的标题“{item.headline[:24]}”不在报告中。", item.headline)
        return
    used.add(at)
    label = _LABEL.match(blocks[at].text)
    start = label.end() if label and not headline.startswith(label.group()) else 0
    yield from _changes(headline, blocks[at], start, len(blocks[at].text))


def _body(item: Draft, blocks: Sequence[Block], used: set[int]) -> Iterator[Finding]:
    paragraphs = [p for p in (plain_form(x)[0] for x in item.body.split("\n")) if p]
    held: dict[int, list[str]] = {}
    for paragraph in paragraphs:
        at = _nearest(paragraph, blocks, ("prose", "item"), used, list(held))
        if at is None:
            yield _missing(blocks, f"“{item.headline[:24]}”的一段不在报告中。", paragraph)
            continue
        held.setdefault(at, []).append(paragraph)
    used.update(held)
    for at, parts in held.items():
        yield from _compared(parts, blocks[at])
    if held:
        yield from _credit(item, blocks[list(held)[-1]])


def _compared(parts: Sequence[str], block: Block) -> Iterator[Finding]:
    """A paragraph of the report against what of the item it holds: one paragraph of the body, or several set as one."""
    credit = _CREDIT.search(block.text)
    end = credit.start() if credit else len(block.text)
    yield from _changes("".join(parts), block, 0, end)


def _credit(item: Draft, block: Block) -> Iterator[Finding]:
    printed = _CREDIT.search(block.text)
    wanted = "、".join(item.credits)
    if printed is None:
        place = block.place(max(0, len(block.text) - 1), len(block.text))
        message = f"“{item.headline[:24]}”的资料来源行不见了。"
        yield Remark("edition_credit", message, f"(资料来源: {wanted})").at(place, block.text[-1:])
        return
    names = [n.replace(" ", "") for n in re.split("[、，]", simplified(printed["names"]))]
    if names != [simplified(plain_form(c)[0]).replace(" ", "") for c in item.credits]:
        message = f"资料来源与审定的不同: 审定为“{wanted}”。"
        yield Remark("edition_credit", message, wanted).at(block.place(*printed.span("names")), printed["names"])


def _nearest(text: str, blocks: Sequence[Block], kinds: Sequence[str], used: set[int], own: Sequence[int] = ()) -> int | None:
    """The number of the block that holds most of a text's words, if it holds enough of them."""
    shares = [(_share(text, b.text), -at) for at, b in enumerate(blocks) if b.kind in kinds and (at not in used or at in own)]
    share, number = max(shares, default=(0.0, 0))
    return -number if share >= _ALIKE else None


def _share(text: str, other: str) -> float:
    words = grams(simplified(text))
    return len(words & grams(simplified(other))) / len(words) if words else 0.0


def _missing(blocks: Sequence[Block], message: str, expected: str) -> Finding:
    """What the report lacks, said at the title of its news section, else at its first line."""
    home = blocks[0] if blocks and blocks[0].kind == "heading" else None
    place = home.place(0, len(home.text)) if home else (1, 0, 0)
    return Remark("edition_missing", message, expected).at(place, "")


# ---------------------------------------------------------------------------------------------------------------- changes
def _changes(approved: str, block: Block, start: int, end: int) -> Iterator[Finding]:
    """The words that differ, joined where they stand together."""
    a, b = _words(approved, 0, len(approved)), _words(block.text, start, end)
    if not b:
        return
    matcher = SequenceMatcher(None, [w.text for w in a], [w.text for w in b], autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        rule = _rule(Side(approved, a, i1, i2), Side(block.text, b, j1, j2))
        at = (b[j1].start, b[j2 - 1].end) if j2 > j1 else _beside(b, j1)
        expected = approved[a[i1].start : a[i2 - 1].end] if i2 > i1 else ""
        printed = block.text[b[j1].start : b[j2 - 1].end] if j2 > j1 else ""
        message = f"{_SAYS[rule]}与审定稿不同: 审定为“{expected or '(无)'}”，此处为“{printed or '(无)'}”。"
        yield Remark(rule, message, expected, _LOUD[rule]).at(block.place(*at), printed)


def _words(text: str, start: int, end: int) -> list[Word]:
    return [Word(simplified(m.group()).casefold().replace(",", ""), *m.span()) for m in _TOKEN.finditer(text, start, end)]


def _beside(words: Sequence[Word], at: int) -> tuple[int, int]:
    word = words[max(0, min(at, len(words)) - 1)]
    return word.start, word.end


def _rule(approved: Side, printed: Side) -> str:
    """Whether a change touches a figure, a name or other words."""
    sides = (approved, printed)
    changed = [w for s in sides for w in s.words[s.low : s.high]]
    around = [w for s in sides for w in s.words[max(0, s.low - 1) : s.high + 1]]
    digits = any(w.text[0].isdigit() for w in changed)
    if digits or (any(w.text in _UNITS for w in changed) and any(w.text[0].isdigit() for w in around)):
        return "edition_figure"
    latin = any(w.text[0].isascii() for w in changed)
    return "edition_name" if latin or any(_in_name(s) for s in sides) else "edition_text"


def _in_name(side: Side) -> bool:
    inside = side.words[side.low : side.high]
    return any(m.start() < w.end and w.start < m.end() for m in ORGANISATION.finditer(simplified(side.text)) for w in inside)


# ------------------------------------------------------------------------------------------------------------- unapproved
def _unapproved(blocks: Sequence[Block], used: set[int]) -> Iterator[Finding]:
    """Paragraphs of the news section that no approved item holds."""
    if not any(_NEWS.search(b.text) for b in blocks[:1]):
        return
    for at, block in enumerate(blocks):
        if at not in used and block.kind in ("prose", "item") and len(block.text) >= 30:
            message = f"“{block.text[:24]}…”不在本周已审定的条目中。"
            yield Remark("edition_unapproved", message, "审定后再印, 或删去", "warning").at(
                block.place(0, len(block.text)), block.text[:24]
            )
