"""The one pass over a text: at every place where a figure may begin, the readers are asked in turn."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from digest.figures import amounts, currencies, dates, decoys, english, halves, ranks, shares, spelt
from digest.figures.amounts import Setting
from digest.figures.points import When
from digest.model import Figure

_ANCHOR = re.compile(
    r"(?P<latin>[A-Za-z]+)|(?P<digit>[0-9])|(?P<sign>[$¥€£₩₹₽฿₫№@]|(?<!&)#)"
    r"|(?P<han>[零〇一二两三四五六七八九十百千万亿廿卅数几]|好几|[壹贰叁肆伍陆柒捌玖](?=[拾佰仟万亿]))"
    r"|(?P<rank>第|前(?=\s?[0-9一二三四五六七八九十])|首[个家款项座台颗枚位名只支例部艘架条张届套所]|[冠亚季]军|榜首|居首|头名|夺[冠魁])"
    r"|(?P<date>[今昨明后](?=[年日天晚晨早夜])|[今昨明](?=\([0-9]{1,2}\)日)|[去本上前](?=[年天日周月季]|个?[月星]|一?个?季|半年|上?一?个?周|[一个]?财)"
    r"|[这下](?=[周月年季]|个[周月星季]|半年|一?个?周|[一个]?财)|大[前后][天日]|[周星礼](?=[一二三四五六日天期拜])"
    r"|年(?=[初底末内])|全年|[首头](?=.{1,2}个?月)|民国|[新当](?=前?财年))"
    r"|(?P<share>半数|对折|翻|减半|腰斩|[折砍]半|[过近大]半(?![年天小个月])|半(?=年|天|小时|钟头|个?月|个小时|世纪))"
    r"|(?P<money>人民币|[港美新台日欧英韩加澳][币元镑金台])"
)
_DIGITS = re.compile(r"[0-9][0-9,.]{0,60}")
_HAN_RUN = re.compile(r"[零〇一二两三四五六七八九十百千万亿兆廿卅数几]+")
_URL = re.compile(r"(?:https?://|www\.)[\x21-\x7e]*")
_NAME_TAIL = re.compile(r"(?:[0-9_@]|[-.+/&'’][A-Za-z0-9])[A-Za-z0-9_.+/&@-]{0,80}")
_MODEL_TAIL = re.compile(r"[A-Za-z][A-Za-z0-9]{0,20}(?:[-.][A-Za-z0-9]{1,20}){0,4}")
#: Latin letters that touch a number of its own: Token2.5元, OpenRouter2026年2月
_AMOUNT_AHEAD = re.compile(
    r"[0-9][0-9.,]{0,20}\s?(?:[万亿]|[美日欧港韩]?元|%|个百分点|倍)|20[0-9]{2}\s?年|[0-9]{1,2}\s?月\s?[0-9]{1,2}\s?日"
)
#: a thousand numerals, blanks and marks in a row are no language
_NO_LANGUAGE = re.compile(r"[0-9零〇一二两三四五六七八九十百千万亿兆\s,.，、%~:/+-]{1000,}")
#: what must stand behind a number for a date, a share or an ordinal to begin with it: most numbers need one look
_MAYBE_DATE = re.compile(
    r"[0-9]{1,4}\s?(?:[年月日号季财天~至到QH]|-{1,2}\s?[0-9]|[-/.][0-9]{1,2}[-/.]"
    r"|(?:st|nd|rd|th)?\s?(?:to|of)?\s?(?:[0-9]{1,2}\s)?[JFMASOND][a-z])"
    r"|[0-9]{1,2}、[0-9]{1,2}日|[0-9]{1,3}\sdays?\sago|20[0-9]{6}(?![0-9])|(?:19|20)[0-9]{2}(?![0-9]|[.,][0-9])"
)
_MAYBE_SHARE = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6})?\s?(?:[分成折:比~至到/-]|st|nd|rd|th)")
_MAYBE_HAN_DATE = re.compile(r"[零〇一二两三四五六七八九十廿]{1,4}\s?[年月日号季天财五个~至到-]")
_MAYBE_HAN_SHARE = re.compile(r"[零〇一二两三四五六七八九十百千万]{1,8}(?:点[零〇一二三四五六七八九]{1,8})?\s?[分成半折至到~-]")
_SENTENCE_END = re.compile(r"[。！？!?；;\n]")
_SEQUEL = re.compile(r"\s?(?:、|和|及|与|以及|或|,?\s?and\s|,?\s?or\s)\s?(?:约|近|超|逾|about |nearly |over )?")
_HAN_DIGITS = frozenset("一二两三四五六七八九十百千数几")
_SAME_SENTENCE = 160

Found = tuple[int, Figure | None]


@dataclass(frozen=True, slots=True)
class Scene:
    """What the readers need besides the place: text, dates so far and the setting of the whole text."""

    text: str
    when: When
    setting: Setting


def scan(text: str, original: str, today: date | None, setting: Setting) -> Iterator[Figure]:
    """The figures of a folded text in order of place; the spans hold for the original too."""
    scene, at, last_end = Scene(text, When(today), setting), 0, 0
    while anchor := _ANCHOR.search(text, at):
        place = anchor.start()
        if scene.when.last and (place - last_end > _SAME_SENTENCE or _SENTENCE_END.search(text, last_end, place)):
            scene = Scene(text, When(today), setting)
        end, found = _READERS[anchor.lastgroup or ""](scene, anchor)
        if found is not None and found.start >= at:
            raw = original[found.start : found.end]
            yield found if raw == found.raw else replace(found, raw=raw)
            end = max(end, found.end)
            if day := _names_month(found):
                scene, last_end = Scene(text, When(today, date.fromisoformat(day), end), setting), end
        at = max(end, place + 1)


def _names_month(found: Figure) -> str:
    """The day that later days of a sentence go by: that of a date, or the first of a period within one month."""
    if found.unit != "date" or found.kind == "fiscal" or found.low[:7] != found.high[:7]:
        return ""
    return found.value or found.low


def _latin(scene: Scene, anchor: re.Match[str]) -> Found:
    text, (at, end) = scene.text, anchor.span()
    if m := _URL.match(text, at):
        return m.end(), None
    if sign := currencies.sign_before(text, at):
        return _money(scene, at, *sign)
    if found := _latin_figure(scene, anchor):
        return found.end, found
    if end - at > 1 and _AMOUNT_AHEAD.match(text, end):
        return end, None
    tail = _NAME_TAIL.match(text, end)
    if tail is None or (text[end] in "-/&'’+." and not any(c.isdigit() for c in tail.group())):
        return end, None
    return tail.end(), None


def _latin_figure(scene: Scene, anchor: re.Match[str]) -> Figure | None:
    text, at, word = scene.text, anchor.start(), anchor.group().lower()
    found = None
    if word in english.WORDS:
        found = dates.date_at(text, at, scene.when) if word in ("q", "h") else None
        found = english.date_at(text, at, scene.when) if found is None or found.end - at < 3 else found
    if found is None and word in _RANK_WORDS:
        found = ranks.latin_rank_at(text, at)
    if found is None and (word in spelt.WORDS or word[:4] in ("doub", "trip", "quad", "halv")):
        found = spelt.amount_at(text, at, scene.setting)
    return found


_RANK_WORDS = frozenset("no top first second third fourth fifth sixth seventh eighth ninth tenth".split())


def _digit(scene: Scene, anchor: re.Match[str]) -> Found:
    text, at = scene.text, anchor.start()
    if m := _NO_LANGUAGE.match(text, at):
        return m.end(), None
    if stop := decoys.name_at(text, at):
        return stop, None
    found = None
    if _MAYBE_DATE.match(text, at):
        found = dates.date_at(text, at, scene.when) or english.date_at(text, at, scene.when)
        if found is None and (stop := decoys.impossible_date(text, at)):
            return stop, None
    if found is None and _MAYBE_SHARE.match(text, at):
        found = shares.share_at(text, at) or ranks.latin_rank_at(text, at)
    found = found or amounts.amount_at(text, at, at, scene.setting)
    if found:
        return found.end, found
    run = _DIGITS.match(text, at)
    stop = run.end() if run else at + 1
    tail = _MODEL_TAIL.match(text, stop)
    return (tail.end() if tail else stop), None


def _sign(scene: Scene, anchor: re.Match[str]) -> Found:
    text, (at, end) = scene.text, anchor.span()
    if anchor.group() in "#№":
        found = ranks.latin_rank_at(text, at)
        return (found.end, found) if found else (end, None)
    sign = currencies.sign_before(text, at)
    if sign is None:
        tail = _NAME_TAIL.match(text, at)
        return (tail.end() if tail else end), None
    return _money(scene, at, *sign)


def _money(scene: Scene, start: int, end: int, currency: str) -> Found:
    text = scene.text
    if text[end : end + 1] == " ":
        end += 1
    if not (text[end : end + 1].isascii() and text[end : end + 1].isdigit()):
        return max(end, start + 1), None
    found = amounts.amount_at(text, end, start, scene.setting, currency)
    return (found.end, found) if found else (end, None)


def _han(scene: Scene, anchor: re.Match[str]) -> Found:
    text, at = scene.text, anchor.start()
    if m := _NO_LANGUAGE.match(text, at):
        return m.end(), None
    if stop := decoys.name_at(text, at):
        return stop, None
    found = None
    if _MAYBE_HAN_DATE.match(text, at):
        found = dates.date_at(text, at, scene.when)
    if found is None and _MAYBE_HAN_SHARE.match(text, at):
        found = shares.share_at(text, at)
    found = found or amounts.amount_at(text, at, at, scene.setting)
    if found:
        return found.end, found
    run = _HAN_RUN.match(text, at)
    return (run.end() if run else at + 1), None


def _rank(scene: Scene, anchor: re.Match[str]) -> Found:
    text, at = scene.text, anchor.start()
    found = dates.date_at(text, at, scene.when)
    return (found.end, found) if found else ranks.rank_at(text, at)


def _date(scene: Scene, anchor: re.Match[str]) -> Found:
    found = dates.date_at(scene.text, anchor.start(), scene.when)
    return (found.end, found) if found else (anchor.end(), None)


def _share(scene: Scene, anchor: re.Match[str]) -> Found:
    found = shares.share_at(scene.text, anchor.start()) or halves.half_at(scene.text, anchor.start())
    return (found.end, found) if found else (anchor.end(), None)


def _currency(scene: Scene, anchor: re.Match[str]) -> Found:
    text = scene.text
    before = currencies.word_before(text, anchor.start())
    if before is None:
        return anchor.start() + 1, None
    start, at, currency = before
    first = text[at : at + 1]
    if not (first in _HAN_DIGITS or (first.isascii() and first.isdigit())):
        return at, None
    found = amounts.amount_at(text, at, start, scene.setting, currency)
    return (found.end, found) if found else (at, None)


_READERS: dict[str, Callable[[Scene, re.Match[str]], Found]] = {
    "latin": _latin, "digit": _digit, "sign": _sign, "han": _han, "rank": _rank, "date": _date, "share": _share,
    "money": _currency,
}  # fmt: skip


def inherit(found: list[Figure], text: str) -> list[Figure]:
    """In an enumeration the last unit holds for all: 1.98 万亿、1.76 万亿和 1.54 万亿 Token, 0.46 和 0.43 个百分点."""
    out, listed = list(found), False
    for i in range(len(out) - 2, -1, -1):
        one, two = out[i], out[i + 1]
        bare = one.kind == "number" and not one.unit and two.unit and two.kind in _INHERITED
        join = bare and (_SEQUEL.fullmatch(text, one.end, two.start) or (listed and text[one.end : two.start] in (", ", ",")))
        listed = bool(join)
        if join:
            out[i] = replace(one, kind=two.kind, unit=two.unit, currency=two.currency)
    return out


_INHERITED = frozenset({"number", "money", "percent", "times"})
