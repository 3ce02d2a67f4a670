"""Who is spoken of: organisations, people, products and places, with or without an alias list."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Protocol

from digest.verify.cues import Scanner, alternatives, pieces, scanner
from digest.verify.places import PLACES


class Names(Hashable, Protocol):
    """An alias list: `find` gives (start, end, canonical name) of each known name in a text."""

    def find(self, text: str) -> Sequence[tuple[int, int, str]]:
        """Spans of the known names, longest first where they overlap."""
        ...

    def maker(self, name: str) -> str:
        """Whose product a name is; the name itself where it is nobody's."""
        ...


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at its place.

    `keys` are what it may be called, `of` whose product it is; `sure` tells a listed name from a guessed one.
    """

    start: int
    end: int
    keys: frozenset[str]
    of: str = ""
    sure: bool = False
    place: bool = False


_WORD = re.compile(r"(?<![A-Za-z0-9.])(?:[A-Za-z][A-Za-z0-9]*(?:[.\-+&][A-Za-z0-9]+)*|\d+[A-Za-z]+(?:-[A-Za-z][A-Za-z0-9]*)+)")
_VERSION = re.compile(r"[ \-]?(?:[A-Za-z]?\d[A-Za-z0-9]*(?:[.\-][A-Za-z0-9]+)*)(?![\d%％])")
#: behind a Chinese name only what no amount looks like: 昇腾910C
_LETTERED = re.compile(
    r" ?(?:\d{1,4}(?:\.\d)?(?!nm|[KMGTPEZ]B|[MGk]W|[GM]?Hz|x\b|[VW]\b)[A-Za-z][A-Za-z0-9]*|[A-Z]\d[A-Za-z0-9.]*)(?![\d%％])"
)
_AMOUNT_BEHIND = re.compile(r"\s?(?:[亿万年月日个款家%％名项台张次元倍]|billion|million|trillion|percent)")
#: a version that hangs on a Chinese name: 澄心4.5, 星槎2-Omni
_HAN_VERSION = re.compile(
    r"[\u4e00-\u9fff][\u4e00-\u9fff](?<!发布|推出|上线|升级|跑输|跑赢|开源|公布|更新|分别)(?<![至到约近逾为超达于升降涨跌增减的股币元量额率价格模值度数长由从自比了快慢短少多高低加共需用花过])(?:\s?[Vv]?\d{1,2}\.\d{1,2}|\d{1,2}-[A-Za-z]+)(?![\d.%％]|[A-Z]{2}|\s?(?:[亿万兆千百年月日个款家名项台张次元倍分秒%]|[美欧日港]元|英镑|[MGTPE]B))"
)
#: capitalised words that name no one: the trade's own abbreviations, calendar words, what opens an English sentence
_COMMON = frozenset(
    """ai api apis app apps gpu gpus cpu cpus tpu npu llm llms token tokens agent agents b2b b2c c2c saas paas iaas aigc agi ipo ceo cfo
    cto coo vp pe vc usd rmb cny hkd hk twd us usa uk eu un nt gw mw kw tw gb tb pb eb mb kb tbps gbps ghz hz pp bp yoy qoq mom q1
    q2 q3 q4 h1 h2 fy gaap non-gaap capex arr dau mau wau mcp rag moe sota oem odm it ict iot vr ar xr mr 3d 2d pc nb tv ev
    series round a b c d the a an in on at of for and or to by with from as its it this that these those they we our his her he she
    monthly weekly daily active users revenue net total more than over about nearly around under up down after before when while
    january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct
    nov dec monday tuesday wednesday thursday friday saturday sunday beijing-based chinese american us-based company companies
    chief executive officer president chairman founder capital group center centre data-center adjusted gross margin inc corp ltd co chip model models cloud data both all each most
    some new no not one two three domestic shipments demand research china european construction according gdp cpi ppi pmi lpr etf vla asic fpga soc dpu hbm hbm2 hbm3 hbm3e hbm4 hbm4e ddr4 ddr5 ddr6 gddr6 gddr7 fp4 fp6 fp8 fp16 bf16 int4 int8 pcie nvlink cowos wifi usb ram flops tflops pflops eflops gflops tops
    ssd nand dram gpqa mmlu aime swe-bench sdk ide sql html pdf ppt pptx excel word web url id vip kol mou ppp cpo
    n s p w v x m k f g r t u y z l i j o q e h""".split()
)
#: what may stand before a name at the start of an English sentence
_OPENERS = frozenset(
    """since although though if because once yet also like unlike among here there where who what how why last next first second third analysts
    investors shares sources rival startup start-up chipmaker carmaker retailer lender only even so then thus still meanwhile separately however
    earlier later early late both many most several other another every each such following including despite until unless against between during
    through across within without according co-founder founder director analyst analyst's parent owner maker former current interim senior global""".split()
)
_HAN_NAME = re.compile(
    r"[\u4e00-\u9fff]{2,10}?(?:科技|集团|股份|银行|大学|研究院|研究所|实验室|交易所|数据局|委员会|改革委|发改委|工信部|网信办|国资委|"
    r"财政部|商务部|科技部|证监会|创投|资本(?!开支|支出|市场|重组|运作|结构|回报|金)|证券|通讯社|新闻社)"
)
_QUOTED = re.compile(r"[“「『《\"]([^“”「」『』《》\"\n]{2,30})[”」』》\"]")
_BREAK = re.compile(
    r"[由在与和对向为是的及将被就了于从把等按让使给获其该各至到并且而或以日月年称同时有完成占投入约累计多家本款名个类后前轮元万亿%]"
    r"|(?<!数)据|设立|成立|共建|组建|含|股东|公司|机构|投资方|企业|创业|初创"
)
_NO_ONE = re.compile(
    r"(?:海外|境外|国内|外国|民营|国际|信息|金融|高|新|前沿|智能|生物|农业|产业|社会|民间|国有|注册|风险|创业|耐心|股权|战略|硬)?(?:科技|资本|股份|集团|银行|证券|大学|交易所|实验室|研究院|委员会|数据局)"
)
_RESOLVED = re.compile(r"前者|后者")


#: 52.3泽字节 names no company
_BYTES = re.compile(r"[泽尧拍艾太吉兆千]字节(?!跳动)")


def find(
    plain: str, listed: Sequence[tuple[int, int, str]] = (), names: Names | None = None, lang: str = ""
) -> tuple[Mention, ...]:
    """Every name in a folded text: listed ones, places, words in Latin capitals, Chinese organisations by their ending."""
    if lang == "en":
        return _resolved(plain, list(_found(plain, tuple(listed), names, lang)))
    out: list[Mention] = []
    for at, piece in pieces(plain):
        end = at + len(piece)
        inside = tuple((s - at, e - at, key) for s, e, key in listed if at <= s and e <= end)
        out += (replace(m, start=m.start + at, end=m.end + at) for m in _found(piece, inside, names, lang))
    return _resolved(plain, out)


@lru_cache(maxsize=4096)
def _found(plain: str, listed: tuple[tuple[int, int, str], ...], names: Names | None, lang: str) -> tuple[Mention, ...]:
    """The names of one sentence, or of a whole English text."""
    out = [
        _listed(plain, s, e, key, names) for s, e, key in listed if 0 <= s < e <= len(plain) and not _BYTES.match(plain, s - 1)
    ]
    _add(out, _indices(plain), len(plain))
    places: list[Mention] = [*out]
    _add(places, _places(plain), len(plain))  # 浙江省数据局 is an office, and names a province
    _add(out, _organisations(plain), len(plain))
    out += [m for m in places if m.place]
    for found in (_latin(plain, lang == "en"), _versions(plain)):
        _add(out, found, len(plain))
    return tuple(sorted(out, key=lambda m: m.start))


def _add(out: list[Mention], found: Iterable[Mention], size: int) -> None:
    """The mentions that overlap none so far."""
    taken = bytearray(size)
    for m in out:
        taken[m.start : m.end] = b"\1" * (m.end - m.start)
    out += [m for m in found if not any(taken[m.start : m.end])]


def _listed(plain: str, start: int, end: int, key: str, names: Names | None) -> Mention:
    """A listed name, with the version that hangs on it: Qwen3.5-35B-A3B is Qwen, and that very model."""
    keys = {key.casefold(), plain[start:end].casefold()}
    version = (_VERSION if plain[end - 1].isascii() else _LETTERED).match(plain, end)
    if version and not _AMOUNT_BEHIND.match(plain, version.end()):
        end = version.end()
        keys.add(plain[start:end].casefold())
        keys |= {w for w in [version.group().strip(" -").casefold()] if w[0].isalpha() or w[-1].isalpha()}
    maker = names.maker(key).casefold() if names else ""
    return Mention(start, end, frozenset(keys), maker if maker != key.casefold() else "", sure=True)


_SENTENCE_START = re.compile(r"(?:^|[.!?:\n]\s{0,2}[“\"]?)$")


def _latin(plain: str, english: bool) -> Iterator[Mention]:
    """Words that look like names; those that follow each other are one name of several words.

    In English the first word of a sentence has its capital for free: it must have one elsewhere too.
    """
    within = _capital_by_right(plain) if english else set()
    run: list[re.Match[str]] = []
    for m in _WORD.finditer(plain):
        opener = english and _opens(plain, m.start()) and m.group() not in within and not plain.startswith("'s ", m.end())
        named = is_name_word(m.group()) and not opener
        if run and not (named and plain[run[-1].end() : m.start()] == " "):
            yield _run(plain, run)
            run = []
        if named:
            run.append(m)
    if run:
        yield _run(plain, run)


def _capital_by_right(plain: str) -> set[str]:
    """Words that stand with a capital inside a sentence, or open one before another name (Kestrel Robotics said)."""
    found = list(_WORD.finditer(plain))
    opening = [_opens(plain, m.start()) for m in found]
    within = {m.group() for m, opens in zip(found, opening, strict=True) if not opens}
    for m, n, opens in zip(found, found[1:], opening, strict=False):
        beside = opens and plain[m.end() : n.start()] == " " and m.group().casefold() not in _OPENERS
        if beside and is_name_word(n.group()) and n.group()[0].isupper():
            within.add(m.group())
    return within


def _opens(plain: str, at: int) -> bool:
    return bool(_SENTENCE_START.search(plain, max(0, at - 4), at)) or at == 0


def _run(plain: str, run: list[re.Match[str]]) -> Mention:
    start, end = run[0].start(), run[-1].end()
    keys = {plain[start:end].casefold(), *(m.group().casefold() for m in run)}
    version = _SPACED_VERSION.match(plain, end)
    if version and not plain[end - 1].isdigit() and not _AMOUNT_BEHIND.match(plain, version.end()):
        end = version.end()
        keys |= {plain[start:end].casefold(), plain[run[-1].start() : end].casefold()}
    return Mention(start, end, frozenset(keys))


#: Lumen 4在, Lumen 5 scored; but no Acme 3 plants
_SPACED_VERSION = re.compile(r" \d{1,2}(?:\.\d{1,2})?(?![\d.,%％:]\d|[\d%％]| ?[a-z]+s\b| ?[A-Z]{2}\b| ?[季天周轮期日月分秒])")


#: sizes of models (A10B, 35B) and the like
_SIZE = re.compile(r"[A-Za-z]?\d+(?:\.\d+)?[BbMmKkTt]?")


def is_name_word(word: str) -> bool:
    """Whether a Latin word looks like a name: a capital or a digit in it, no size, no common abbreviation of the trade."""
    low = word.casefold().removesuffix("'s")
    if len(word) < 2 or low in _COMMON or (_SIZE.fullmatch(word) and word[-1].isalpha()):
        return False
    return any(c.isupper() for c in word) or any(c.isdigit() for c in word)


def _organisations(plain: str) -> Iterator[Mention]:
    for m in _HAN_NAME.finditer(plain):
        start = m.start()
        for cut in _BREAK.finditer(plain, m.start(), m.end() - 2):
            start = cut.end()
        if m.end() - start >= 4 and not _NO_ONE.fullmatch(plain, start, m.end()):
            yield Mention(start, m.end(), frozenset({plain[start : m.end()]}))


#: indices and their full names
_INDEX = tuple(
    (name, re.compile(rf"(?<![A-Za-z]){name}(?![A-Za-z])|{han}|{latin}", re.I))
    for name, han, latin in (
        ("cpi", "居民消费价格(?:指数)?", r"\bconsumer prices?(?: index)?"),
        ("ppi", "工业生产者出厂价格(?:指数)?", r"\bproducer prices?(?: index)?"),
        ("gdp", "国内生产总值", r"\bgross domestic product\b"),
        ("pmi", "采购经理(?:人)?指数", r"\bpurchasing managers' index\b"),
    )
)


def _indices(plain: str) -> Iterator[Mention]:
    for name, pattern in _INDEX:
        yield from (Mention(m.start(), m.end(), frozenset({name}), sure=True) for m in pattern.finditer(plain))


def _versions(plain: str) -> Iterator[Mention]:
    for m in _HAN_VERSION.finditer(plain):
        yield Mention(m.start(), m.end(), frozenset({re.sub(r"\s", "", m.group()).casefold()}))


@lru_cache(maxsize=1)
def _place_scanner() -> Scanner:
    return scanner([(name, alternatives(body)) for name, body in PLACES.items()])


def _places(plain: str) -> Iterator[Mention]:
    for at, piece in pieces(plain):
        yield from (Mention(at + start, at + end, frozenset({name}), place=True) for start, end, name in _placed(piece))


@lru_cache(maxsize=4096)
def _placed(piece: str) -> tuple[tuple[int, int, str], ...]:
    return tuple(_place_scanner().find(piece))


def _resolved(plain: str, found: list[Mention]) -> tuple[Mention, ...]:
    """前者 and 后者 are the last two named before them."""
    said = [m for m in found if not m.place] if "者" in plain else []
    for m in _RESOLVED.finditer(plain):
        before = [n for n in said if n.end <= m.start()]
        cut = max(plain.rfind("前者", 0, m.start()), 0) if m.group() == "后者" else m.start()
        pair = [n for n in before if n.start < (cut or m.start())][-2:]
        if len(pair) == 2:
            found.append(replace(pair[m.group() == "后者"], start=m.start(), end=m.end()))
    return tuple(sorted(found, key=lambda m: m.start))


def related(a: Iterable[Mention], b: Iterable[Mention]) -> bool:
    """Whether one of the first may be one of the second: the same, its version, its maker or its product."""
    theirs = list(b)
    return any(_related(n, m) for n in a for m in theirs)


def _related(a: Mention, b: Mention) -> bool:
    if a.keys & b.keys or (a.of and a.of in b.keys) or (b.of and b.of in a.keys):
        return True
    return any(_part(k, j) or _part(j, k) for k in a.keys for j in b.keys)


def same_version(a: str, b: str) -> bool:
    """Whether two names with versions may be one: equal, or one says more of it (qwen3.5, qwen3.5-35b)."""
    short, long = sorted((a, b), key=len)
    return short == long or (long.startswith(short) and long[len(short)] in " -") or long.endswith((f" {short}", f"-{short}"))


def comparable(a: Iterable[Mention], b: Iterable[Mention]) -> bool:
    """Whether two sets of names could be seen to be the same: listed ones on both sides, or names in one script."""
    theirs = list(b)
    return any((n.sure and m.sure) or _script(n) & _script(m) for n in a for m in theirs)


def _script(m: Mention) -> set[bool]:
    return {k.isascii() for k in m.keys}


def _part(short: str, long: str) -> bool:
    """A Chinese name within a longer one, a Latin name that begins a longer one (qwen, qwen3.5)."""
    if len(short) < 2 or short == long:
        return False
    if not short.isascii():
        return short in long
    if len(short) > 3 and long.endswith(f"-{short}"):
        return True
    return len(short) > 2 and long.startswith(short) and not long[len(short) : len(short) + 1].isalpha()


def quoted(plain: str) -> list[tuple[int, int]]:
    """Spans of what stands in quotation or title marks, the marks excluded."""
    return [m.span(1) for m in _QUOTED.finditer(plain)]
