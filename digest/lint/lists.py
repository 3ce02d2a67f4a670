"""What a sentence says of all its moves (无一下跌, 全部上涨, 四涨两跌) against the moves it lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from digest.lint.finding import Finding, Remark
from digest.lint.moves import Move, moves
from digest.lint.reading import Passage
from digest.lint.report import on

_ALL = re.compile(
    r"(?P<none>无一|没有一个)(?:板块|行业)?(?P<a>上涨|下跌|收涨|收跌)|(?:全部|悉数|全线|无一例外地?)(?P<b>上涨|下跌|收涨|收跌)"
)
_TALLY = re.compile(
    r"(?P<up>[一二两三四五六七八九十])(?:个)?[涨升](?P<down>[一二两三四五六七八九十])(?:个)?跌|(?P<down2>[一二两三四五六七八九十])跌(?P<up2>[一二两三四五六七八九十])[涨升]"
)
_NUMERALS = {c: i for i, c in enumerate("零一二三四五六七八九十")} | {"两": 2}


def find(passage: Passage) -> Iterator[Finding]:
    """Words for all that the list beside them contradicts."""
    for start, end in passage.sentences:
        matches = [*_ALL.finditer(passage.masked, start, end), *_TALLY.finditer(passage.masked, start, end)]
        if not matches:
            continue
        listed = [m for m in moves(passage, start, end) if not m.market]
        for m in matches:
            if len(listed) >= 3:
                yield from _contradicted(passage, m, listed)


def _contradicted(passage: Passage, m: re.Match[str], listed: Sequence[Move]) -> Iterator[Finding]:
    up, down = sum(x.value > 0 for x in listed), sum(x.value < 0 for x in listed)
    words = m.groupdict()
    if "none" in words:
        rising = (words["a"] or words["b"]).endswith("涨")
        wrong = (up if rising else down) if words["none"] else (down if rising else up)
    else:
        said = _NUMERALS[words["up"] or words["up2"]], _NUMERALS[words["down"] or words["down2"]]
        wrong = said != (up, down) and sum(said) == len(listed)
    if wrong:
        expected = f"{up}涨{down}跌"
        yield on(
            passage,
            m.start(),
            m.end(),
            Remark("direction", f"列出的 {len(listed)} 个是{expected}，文中写“{m.group()}”。", expected),
        )
