"""Character references that a site escaped twice: `&amp;#49;` and `&amp;nbsp;` reach a reader as `&#49;` and `&nbsp;`. Pure.

They are read once more where no page would mean them literally: numbers of ordinary characters anywhere, names of blanks and
punctuation beside Chinese. A text about HTML, a quoted reference and a block of code keep them.
"""

from __future__ import annotations

import html
import re

from digest.text import HAN

_NUMBER = r"&#(?:\d{2,6}|[xX][0-9a-fA-F]{2,5});"
_NAMES = (
    "nbsp ensp emsp thinsp amp quot apos ldquo rdquo lsquo rsquo laquo raquo mdash ndash hellip middot bull times yen permil"
)
_NAME = f"&(?:{'|'.join(_NAMES.split())});"
_REFERENCE = re.compile(rf"(?:{_NUMBER}|{_NAME})+")
_ABOUT = re.compile(
    r"(?<![./\w])(?:x?html5?|xml|unicode|xss)(?![\w/])|转义|轉義|跳脱|字符引用|字符实体|\bentit(?:y|ies)\b|\bescap(?:e|ed|es|ing)\b",
    re.I,
)
_QUOTED = re.compile(r"[\"'“”‘’「」『』《》`<>()（）]")
_HAN = re.compile(f"[{HAN}]")


def dereferenced(text: str) -> str:
    """The text with such references read once more."""
    if "&" not in text or ";" not in text or _ABOUT.search(text):
        return text
    chinese = bool(_HAN.search(text))
    return _REFERENCE.sub(lambda m: _meant(m, chinese), text)


def _meant(run: re.Match[str], chinese: bool) -> str:
    """What a run of references stands for; the run itself where it may be meant literally."""
    before, after = run.string[: run.start()][-1:], run.string[run.end() :][:1]
    quoted = bool(_QUOTED.match(before) and _QUOTED.match(after))
    if quoted or ("#" not in run[0] and not chinese):
        return run[0]
    read = html.unescape(run[0])
    return read if all(c.isprintable() or c.isspace() for c in read) and "<" not in read else run[0]
