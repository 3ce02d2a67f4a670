"""Bytes → text for Chinese pages, with or without an honest label. Pure.

Every candidate codec is tried on samples with replacement and judged by what comes out: broken bytes, then how common the
characters are. So a wrong label costs nothing and one broken byte costs one character; strict decoding with fall-back loses
the page.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate

#: frequent characters of both scripts and the punctuation of Chinese prose: right decodings are full of them
_COMMON = frozenset(
    "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好都然没日于起还发成事"
    "只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者向情部"
    "正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由却代军产入先山五太水万市眼体别处总才"
    "场來個這說時們國為會過後對發學與從開兩長現將進實點種聲話問間給東電還當經樣動機關業內產萬體處總報導應該約華幣億資訊據"
    "，。、：；“”「」《》（）？！％"
)
_ALIASES = {
    "gb2312": "gb18030", "gb_2312": "gb18030", "gb_2312-80": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030",
    "cp936": "gb18030", "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "x-x-big5": "big5hkscs", "cn-big5": "big5hkscs",
    "utf8": "utf-8", "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252",
    "utf-16": "utf-8", "utf-16le": "utf-8", "utf-16be": "utf-8",
}  # fmt: skip  # a document whose label we could read is not in UTF-16: the web reads such labels as UTF-8
_CHINESE = ("gb18030", "big5hkscs", "cp950")
_DECLARED = re.compile(rb"""(?:charset\s{0,3}=|encoding\s{0,3}=)\s{0,3}["']?\s{0,3}([A-Za-z0-9_.:-]{2,30})""", re.I)
_HTTP = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9_.:-]{2,30})""", re.I)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_LATIN = re.compile("[\u00a0-\u024f\u02c6\u02dc\u2013-\u203a\u20ac\u2122]+")
_WINDOW = 6000
_MOST_REPAIRS = 500  # a text with more broken places is not a text with broken places


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, the codec that read it, how many characters could not be read (each a U+FFFD in `text`), and whether the codec
    was guessed from them because no label names it."""

    text: str
    encoding: str
    errors: int
    guessed: bool = False


def decode(body: bytes, content_type: str = "") -> Decoded:
    """The text of a page or feed; never raises. `content_type` is the HTTP header, believed only as far as the bytes agree."""
    for bom, name in _BOMS:
        if body.startswith(bom):
            decoded = _plainly(body[len(bom) :], name)
            if decoded.errors * 20 <= len(decoded.text):
                return decoded
    if body[:400].count(0) * 4 > len(body[:400]):
        return _plainly(body, "utf-16-le" if body[1:400:2].count(0) >= body[0:400:2].count(0) else "utf-16-be")
    try:
        return _once(Decoded(body.decode("utf-8"), "utf-8", 0))
    except UnicodeDecodeError:
        declared = [_ALIASES.get(name.lower(), name.lower()) for name in (*_HTTP.findall(content_type), *_inner(body))]
        best = _best(body, declared)
        return replace(best, guessed=best.encoding not in declared)


def _best(body: bytes, declared: list[str]) -> Decoded:
    unicode = _plainly(body, "utf-8")
    if _mostly_right(unicode, "utf-8" in declared):
        return unicode
    names = list(dict.fromkeys([*(n for n in declared if _known(n)), "utf-8", *_CHINESE, "cp1252"]))
    sample = _sample(body)
    best = min(names, key=lambda name: _cost(_mended(sample, name).text) + 0.01 * min(names.index(name), 3))
    return unicode if best == "utf-8" else _mended(body, best)


def _mostly_right(decoded: Decoded, declared: bool) -> bool:
    """More characters of several bytes than broken ones: no other codec's text looks like that by chance."""
    whole = sum(len(run) for run in _FOREIGN.findall(decoded.text)) - decoded.errors
    return decoded.errors <= (whole + 2 if declared else whole / 3)


def _sample(body: bytes) -> bytes:
    """Windows from where the text begins, its middle and its end, each cut at ASCII so that no character is halved."""
    first = re.search(rb"[\x80-\xff]", body)
    rest = body[max(0, first.start() - 1) if first else 0 :]
    if len(rest) <= 3 * _WINDOW:
        return rest
    middle = len(rest) // 2
    parts = (rest[:_WINDOW], rest[middle : middle + _WINDOW], rest[-_WINDOW:])
    return b"\n".join(_at_ascii(part) for part in parts)


def _at_ascii(part: bytes) -> bytes:
    cuts = [m.end() for m in re.finditer(rb"[\x00-\x3f]", part)]
    return part[cuts[0] : cuts[-1]] if len(cuts) > 1 else part


def _inner(body: bytes) -> list[str]:
    return [m.decode("ascii") for m in _DECLARED.findall(body[:8192])]


def _known(name: str) -> bool:
    try:
        return "\n\u4e2d".encode(name, "replace").startswith(b"\n")
    except (LookupError, ValueError, TypeError):
        return False


@lru_cache(maxsize=1)
def _taught() -> frozenset[str]:
    """The characters that both standards list as the usual ones: the first levels of GB 2312 and of Big5."""
    rows = {"gb2312": ((0xB0, 0xD8), (0xA1, 0xFF)), "big5": ((0xA4, 0xC7), (0x40, 0xFF))}
    return frozenset(
        bytes((lead, trail)).decode(codec, "ignore")
        for codec, (leads, trails) in rows.items()
        for lead in range(*leads)
        for trail in range(*trails)
    )


def _cost(text: str) -> float:
    """0 is best: the mean over the non-ASCII characters of how little each belongs to a text of its script."""
    foreign = "".join(_FOREIGN.findall(text))
    if not foreign:
        return 0.0
    latin = sum(len(run) if len(run) > 1 else 0.3 for run in _LATIN.findall(text))
    return (sum(map(_strangeness, foreign)) + latin) / len(foreign)


def _strangeness(char: str) -> float:
    if char in _COMMON:
        return 0.0
    if char == "\ufffd" or "\ue000" <= char <= "\uf8ff" or "\x80" <= char <= "\x9f":
        return 4.0
    if "\u3041" <= char <= "\u30ff" or "\uac00" <= char <= "\ud7a3":
        return 0.4  # kana and Hangul: candidates only where the page says so
    if char >= "\u2e80":
        return 0.6 if char in _taught() or char < "\u3100" else 1.5
    return 0.0 if _LATIN.match(char) else 0.55  # Latin letters are counted by their neighbours, Greek and Cyrillic are letters


def _plainly(body: bytes, name: str) -> Decoded:
    text = body.decode(name, "replace")
    return Decoded(text, name, text.count("\ufffd"))


def _once(decoded: Decoded) -> Decoded:
    """Undoes UTF-8 that was read as Windows-1252 and encoded again (â€œ ä¸­): the whole text must undo cleanly."""
    marks = decoded.text.count("Ã") + decoded.text.count("ä¸") + decoded.text.count("â€") + decoded.text.count("ï¼")
    if marks < 3:
        return decoded
    try:
        text = decoded.text.encode("cp1252", "digest-latin").decode("utf-8")
    except UnicodeError:
        return decoded
    return Decoded(text, "utf-8 twice", 0, guessed=True)


def _latin(error: UnicodeError) -> tuple[bytes, int]:
    """Error handler: the bytes that Windows-1252 leaves undefined, as the web reads them."""
    if not isinstance(error, UnicodeEncodeError) or not all(
        "\x80" <= c <= "\x9f" for c in error.object[error.start : error.end]
    ):
        raise error
    return error.object[error.start : error.end].encode("latin-1"), error.end


codecs.register_error("digest-latin", _latin)


# --------------------------------------------------------------------------------- codecs of one and two bytes, broken bytes
_WORTH_IT = 4.0  # so much better must a line read when a byte is taken as lost
_RUN = re.compile(rb"[\x80-\xff]{9,20000}")


def _mended(body: bytes, name: str) -> Decoded:
    """The text in a codec of the user's label or of China; a lost byte must not shift the rest of its line."""
    if name == "gb18030":
        body = _RUN.sub(_realigned, body)
    decoded = _plainly(body, name)
    if name in _CHINESE and 0 < decoded.errors <= _MOST_REPAIRS:
        text = body.decode(name, "digest-resync")
        decoded = Decoded(text, name, text.count("\ufffd"))
    return Decoded(decoded.text.replace("\ue5e5", "\u3000"), name, decoded.errors)


def _realigned(run: re.Match[bytes]) -> bytes:
    """A run of an odd number of bytes that reads as nonsense has lost its step: a mark goes where leaving out one byte mends
    most of it."""
    raw = run[0]
    if len(raw) % 2 == 0:
        return raw
    kept = [*accumulate((_sense(raw[i : i + 2]) for i in range(0, len(raw) - 1, 2)), initial=0)]
    shifted = [*accumulate((_sense(raw[i : i + 2]) for i in range(1, len(raw), 2)), initial=0)]
    place = max(range(len(kept)), key=lambda n: kept[n] + shifted[-1] - shifted[n])
    if kept[place] + shifted[-1] - shifted[place] < kept[-1] + _WORTH_IT:
        return raw
    return raw[: 2 * place] + b"\xff" + raw[2 * place + 1 :]


def _resync(error: UnicodeError) -> tuple[str, int]:
    """Error handler: after a broken byte goes on at the offset where more common characters follow, not blindly at the next."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    here, body = error.start, error.object
    offsets = [n for n in (1, 2, 3) if here + n <= len(body)]
    best = max(offsets, key=lambda n: (_sense(body[here + n : here + n + 40], error.encoding), -n))
    return "\ufffd", here + best


def _sense(window: bytes, codec: str = "gb18030") -> float:
    """Positive for bytes that read as language in that codec, negative for nonsense."""
    return sum(1.0 - 1.6 * _strangeness(c) for c in window.decode(codec, "replace") if c > "\x7f")


codecs.register_error("digest-resync", _resync)
