"""Chinese-aware text: folding, sentences, languages, URLs, shingles and hashes. Pure.

Everything that keeps a length keeps offsets too: `fold_width`, `simplified` and `clean` of one length map position i to
position i, so that a span found in the folded text is a span of the original.
"""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_HAN = re.compile(f"[{HAN}]")
_KANA = re.compile("[\u3041-\u30ff]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_SPACE = re.compile(r"\s+")
#: C0 (but tab and newline), DEL, C1, bidi controls, zero width, line and paragraph separators, BOM, tags, specials
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff"
    "\ud800-\udfff\U000e0000-\U000e0fff]"
)
_SENTENCE_END = re.compile(r"[。！？!?；;…]+[”’」』）)\"']*|(?<=[^\d\s])\.(?=\s|$)[”’\"')]*|(?<=\d)\.(?=\s+[A-Z])|\n+")


def clean(text: str) -> str:
    """Text that is safe to store: control, bidi, zero-width and tag characters, lone surrogates and noncharacters are gone."""
    return _UNSAFE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """Cleaned text with every run of white space folded to one blank: what may be printed in a terminal line."""
    return _SPACE.sub(" ", clean(text)).strip()


@lru_cache(maxsize=1)
def _width_table() -> dict[int, str]:
    table = {}
    for code in [*range(0xFF01, 0xFFEF), 0x3000, *range(0x2460, 0x2474), *range(0xF900, 0xFB00)]:
        folded = unicodedata.normalize("NFKC", chr(code))
        if len(folded) == 1:
            table[code] = folded
    return table | {0x00A0: " ", 0x2002: " ", 0x2003: " ", 0x2009: " ", 0x202F: " "}


def fold_width(text: str) -> str:
    """Full-width forms and odd blanks as their plain twins, one character for one: the length stays, so do offsets."""
    return text.translate(_width_table())


@lru_cache(maxsize=1)
def _simple_table() -> dict[int, str]:
    from opencc import OpenCC  # loads its dictionaries: only where somebody writes 繁體

    chars = [chr(c) for c in [*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000)]]
    simple = OpenCC("t2s").convert("\n".join(chars)).split("\n")
    return {ord(a): b for a, b in zip(chars, simple, strict=True) if a != b and len(b) == 1}


def simplified(text: str) -> str:
    """Traditional characters as simplified ones, character by character: the length stays, so do offsets."""
    return text.translate(_simple_table()) if _HAN.search(text) else text


@lru_cache(maxsize=1)
def _traditional_only() -> frozenset[str]:
    return frozenset(map(chr, _simple_table()))


def fold(text: str) -> str:
    """NFKC, case folded, without white space: two texts that fold alike say the same words."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text)).casefold()


def language(text: str) -> str:
    """`zh-Hans`, `zh-Hant`, `en` or `und`, by the characters alone."""
    sample = text[:4000]
    han, words = len(_HAN.findall(sample)), len(_LATIN_WORD.findall(sample))
    if len(_KANA.findall(sample)) * 5 > han > 0:
        return "und"
    if han * 3 < words:
        return "en"
    if not han:
        return "en" if words else "und"
    hant = sum(ch in _traditional_only() for ch in sample)
    return "zh-Hant" if hant * 12 > han else "zh-Hans"


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the sentences, end mark included, blank edges excluded. A decimal point or a `v1.2` ends nothing."""
    at = 0
    for end in _SENTENCE_END.finditer(text):
        yield from _trimmed(text, at, end.end())
        at = end.end()
    yield from _trimmed(text, at, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        yield start, end


def shingles(text: str, size: int) -> frozenset[str]:
    """Character n-grams of the folded text; a text shorter than `size` is its own single shingle."""
    folded = fold(text)
    if len(folded) <= size:
        return frozenset([folded]) if folded else frozenset()
    return frozenset(folded[i : i + size] for i in range(len(folded) - size + 1))


# ------------------------------------------------------------------------------------------------------------ hashes, ids
def digest_of(*parts: str | bytes) -> str:
    """sha256 in hex of the parts, each length-prefixed so that ("ab", "c") and ("a", "bc") differ."""
    h = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        h.update(len(data).to_bytes(8, "big"))
        h.update(data)
    return h.hexdigest()


def short_id(prefix: str, *parts: str) -> str:
    """A stable id: the prefix and ten base-32 characters (50 bits) of the parts' hash."""
    raw = bytes.fromhex(digest_of(*parts))
    return prefix + base64.b32encode(raw)[:10].decode().lower()


# ------------------------------------------------------------------------------------------------------------------- URLs
#: query parameters that say how a reader came, never what he reads
_TRACKING = re.compile(
    r"(utm_.*|spm|from|f|ref|refer|referer|source|share.*|chksm|scene|mpshare|srcid|sharer_.*|gclid|fbclid|yclid|msclkid|mc_[ce]id|"
    r"_hsenc|_hsmi|igshid|ncid|cmpid|soc_.*|hss_channel|isappinstalled|wx_header|nsukey|clicktime|enterid|exptype|expsessionid)",
    re.I,
)
_WECHAT_KEYS = ("__biz", "mid", "idx", "sn")


def canonical_url(url: str, base: str = "") -> str:
    """The address without what does not change the page: scheme and host lower-cased, default port, fragment and tracking
    parameters dropped, remaining parameters kept in order. Returns "" for anything but http(s) with a host."""
    try:
        stated = clean(url).strip().replace("&amp;", "&")
        if not stated:
            return ""
        parts = urlsplit(urljoin(base, stated) if base else stated)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return ""
    scheme = parts.scheme.lower()
    if scheme not in ("http", "https") or not host:
        return ""
    if ":" in host:
        host = f"[{host}]"
    if port and port != {"http": 80, "https": 443}[scheme]:
        host = f"{host}:{port}"
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    if host == "mp.weixin.qq.com":
        essential = [(k, v) for k, v in pairs if k in _WECHAT_KEYS]
        pairs = essential if len(essential) == len(_WECHAT_KEYS) else pairs if not parts.path.startswith("/s/") else []
    kept = [(k, v) for k, v in pairs if not _TRACKING.fullmatch(k)]
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    return urlunsplit((scheme, host, path, urlencode(kept, safe=":/,"), ""))


def origin_of(url: str) -> str:
    """`host:port` of an http(s) address, the default port written out; "" when there is none."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return ""
    return f"{host}:{port or {'http': 80, 'https': 443}.get(parts.scheme, 0)}" if host else ""
