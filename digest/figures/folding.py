"""One spelling for all: width and script folded character for character, so that every offset stays that of the original."""

from __future__ import annotations

import re
from functools import lru_cache

from digest.text import fold_width, simplified

#: circled digits head a list (①), and a full-width comma ends a clause unless the digits around it are full-width too
_KEPT = frozenset("，" + "".join(map(chr, range(0x2460, 0x249C))))
_WIDE_COMMA = re.compile("(?<=[０-９])，(?=[０-９]{3})")
_TWINS = dict.fromkeys(map(ord, "–—―─‐‑‒﹣"), "-") | {
    ord("−"): "-", ord("〜"): "~", ord("∼"): "~", ord("∶"): ":", ord("﹪"): "%", ord("○"): "〇", ord("&"): "&",
}  # fmt: skip
#: characters that are written otherwise in traditional text: their presence says simplified
_SIMPLIFIED_ONLY = re.compile(
    "[个们这为来国时会对发经过产业说开关机将万亿宽带网络软应实现总规与从车东无书学习动华让边长门问间题设认证据备务厂广]"
)
_HAN = re.compile("[\u4e00-\u9fff]")


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    chars = "".join(map(chr, [*range(0xA0, 0xD800), *range(0xE000, 0x10000)]))
    plain = simplified(fold_width(chars))
    return {ord(a): b for a, b in zip(chars, plain, strict=True) if a != b and a not in _KEPT} | _TWINS


def fold(text: str) -> str:
    """The text in half-width, simplified characters with plain dashes and blanks; of the same length."""
    if text.isascii():
        return text
    return (_WIDE_COMMA.sub(",", text) if "，" in text else text).translate(_table())


def is_mainland(text: str, folded: str, lang: str) -> bool:
    """Whether 兆 is the mainland's mega: simplified by its own statement or by characters that only simplified text has."""
    if lang:
        return lang.lower() in ("zh-hans", "zh-cn", "zh-sg")
    if not _SIMPLIFIED_ONLY.search(text):
        return False
    return all(a == b or not _HAN.match(a) for a, b in zip(text[:4000], folded, strict=False))
