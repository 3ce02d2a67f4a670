"""Numbers of charts and tables: each once, none left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digest.lint.document import Block
from digest.lint.finding import Finding

_NUMBER = re.compile(r"\*?(?P<kind>图表|图|表)(?P<n>\d{1,3})")


@dataclass(frozen=True, slots=True)
class Caption:
    """One caption: its kind (图表, 图, 表), its number, its block."""

    kind: str
    number: int
    block: Block


def find(blocks: Sequence[Block]) -> Iterator[Finding]:
    """Numbers used twice or skipped, in the captions of the body."""
    captions = [c for b in blocks if b.kind == "caption" and b.zone == "body" and (c := _caption(b))]
    for kind in dict.fromkeys(c.kind for c in captions):
        yield from _sequence([c for c in captions if c.kind == kind])


def _caption(block: Block) -> Caption | None:
    m = _NUMBER.match(block.text)
    return Caption(m["kind"], int(m["n"]), block) if m else None


def _sequence(captions: Sequence[Caption]) -> Iterator[Finding]:
    seen: set[int] = set()
    place = printed = 0
    for at, caption in enumerate(captions):
        n = caption.number
        restarts = n == 1 and at + 1 < len(captions) and captions[at + 1].number == 2 and 2 in seen
        if at == 0 or restarts:
            place = printed = n
            seen = {n}
            continue
        if n in seen:
            yield _wrong(caption, f"{caption.kind}{n}用了两次。", place + 1)
            place += 1
        elif n not in (place + 1, printed + 1):
            yield _wrong(caption, f"编号由{caption.kind}{printed}跳到{caption.kind}{n}。", place + 1)
            place = n
        else:
            place = n
        printed = n
        seen.add(n)


def _wrong(caption: Caption, message: str, expected: int) -> Finding:
    line, start, end = caption.block.place(0, len(caption.block.text))
    return Finding(
        "caption", "error", line, start, end, message, f"{caption.kind}{expected}", f"{caption.kind}{caption.number}"
    )
