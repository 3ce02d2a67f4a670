"""What may stand behind a number, and what it makes of it: currencies, tokens, cards, bytes, lengths of time, measure words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from digest.figures import currencies

ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Unit:
    """What a unit word means: kind and unit of the figure, the factor to base units, the currency of money."""

    kind: str
    unit: str
    factor: Decimal = ONE
    currency: str = ""

    @property
    def weak(self) -> bool:
        """Whether the word is as often the beginning of a noun as a measure word."""
        return self.unit in ("count", "person", "card", "score", "index")


def _ten(power: int) -> Decimal:
    return ONE.scaleb(power)


_PREFIXES = {"": 0, "K": 3, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18, "Z": 21}
_HAN_PREFIXES = {"": 0, "千": 3, "兆": 6, "吉": 9, "太": 12, "拍": 15, "艾": 18}
_ENGLISH_PREFIXES = {"": 0, "kilo": 3, "mega": 6, "giga": 9, "tera": 12, "peta": 15, "exa": 18, "zetta": 21}
_SI = {
    "B": "byte", "iB": "byte", "FLOPS": "flops", "FLOPs": "flops", "FLOP/s": "flops", "OPS": "ops", "W": "watt",
    "Wh": "watt_hour", "bps": "bit_per_second", "b/s": "bit_per_second", "B/s": "byte_per_second", "Hz": "hertz",
}  # fmt: skip
_SI_HAN = {"字节": "byte", "瓦时": "watt_hour", "瓦": "watt", "比特": "bit_per_second", "赫兹": "hertz", "赫": "hertz"}
#: as trade papers write them: PetaFLOPS, ExaFLOPs
_ENGLISH_CAPITALS = {prefix.capitalize(): power for prefix, power in _ENGLISH_PREFIXES.items() if prefix} | _ENGLISH_PREFIXES
_FLOPS = dict.fromkeys(("FLOPS", "FLOPs", "Flops", "flops", "Flop/s"), "flops")
_SI_ENGLISH = {"byte": "byte", "watt-hour": "watt_hour", "watt": "watt", "flop": "flops", "hertz": "hertz"}
#: kind, unit, power of ten to the base unit, words. English words take a plural s; `|` separates, `~` is a blank
_WORDS = """
percent percentage_point 0   百分点|个百分点|个pp|个pct|percentage~point|percentage-point|percent~point|ppt|pp|pct
percent percentage_point -2  基点|个基点|basis~point|basis-point|bp|BP
percent percent 0            %|percent|per~cent
percent percent -1           ‰
times times 0                倍|time|fold|x|X
money money -1               毛钱|角钱|毛
money money -2               分钱
number card 0                卡|card
number flops 15              PF
number flops 18              EF
number watt_hour 3           度电
number person 0              人次|人|名|位|people|person
number share 0               股|share
number decibel 0             分贝|dB
number score 0               分|point
number index 0               点
number second -3             毫秒|ms|millisecond
number second -6             微秒|μs|microsecond
number second -9             纳秒|ns|nanosecond
number second 0              秒|秒钟|second
number minute 0              分钟|minute|min
number hour 0                小时|个小时|钟头|个钟头|hour|hr
number day 0                 天|工作日|个工作日|交易日|个交易日|自然日|个自然日|business~day|trading~day|day
number week 0                周|星期|个星期|week
number quarter 0             个季度|quarter
number month 0               个月|month
number year 0                年|周年|个年头|year|yr
number age 0                 岁|周岁|years~old
number square_metre 6        平方公里|平方千米|square~kilometer|square~kilometre|sq~km
number square_metre 0        平方米|平米|㎡|square~meter|square~metre|sqm
number square_foot 0         平方英尺|方呎|平方呎|square~feet|square~foot|sq~ft
number hectare 0             公顷|hectare
number acre 0                英亩|acre
number mu 0                  亩
number cubic_metre 0         立方米|cubic~meter|cubic~metre
number km_per_hour 0         公里/小时|千米/小时|公里每小时|km/h|kph
number metre_per_second 0    米/秒|米每秒|m/s
number metre 3               公里|千米|kilometer|kilometre|km
number metre -2              厘米|centimeter|centimetre|cm
number metre -3              毫米|millimeter|millimetre|mm
number metre -6              微米|μm|um
number metre 0               米|meter|metre
number nanometre 0           纳米|nanometer|nanometre|nm
number mile 0                英里|mile
number inch 0                英寸|inch|inches
number tonne 0               吨|metric~ton|tonne|ton
number kilogram 0            公斤|千克|kilogram|kg
number kilogram -3           克|gram
number jin 0                 斤
number kilogram -6           毫克|mg
number litre 0               liter|litre
number litre -3              毫升|milliliter|millilitre|ml|mL
number barrel 0              桶|barrel
number horsepower 0          马力|horsepower
number nautical_mile 0       海里|nautical~mile
number celsius 0             摄氏度|℃|°C
number milliampere_hour 0    毫安时|mAh
number lumen 0               流明|lumen
number frame 0               帧|fps
number pixel 0               像素|pixel|px
"""
_MIDDLE = ("", "个", "个 ")
_TOKEN = ("Token", "Tokens", "token", "tokens", "TOKEN", "TOKENS", " Token", " Tokens", " token", " tokens", "词元")
_TOKENS = [m + k + t for m in _MIDDLE for k in ("", "输入", "输出", "input ", "output ", "cached ") for t in _TOKEN]
_PARAM = ("参数", "parameters", "parameter", "Parameters", "params")
_PARAMS = [m + k + p for m in _MIDDLE for k in ("", "总", "激活", "活跃") for p in _PARAM]
_CARD = ("GPU", "GPUs", "显卡", "加速卡", "算力卡", "计算卡", "智算卡")
_CARDS = [m + c for m in ("", "张", "块", "枚", "颗", "片", "个", "张 ", "块 ") for c in _CARD]
#: measure words and the nouns that stand right behind a number without one
_COUNTED = (
    "家 个 款 项 件 条 台 套 部 种 类 座 颗 例 篇 起 批 支 只 场 次 份 所 辆 艘 架 间 栋 幢 处 笔 宗 单 枚 根 册 页 组 户 头 "
    "匹 首 集 幅 轮 桩 道 列 株 棵 盒 瓶 箱 袋 杯 碗 片 层 站 扇 字 词 行 核 把 串 企业 公司 机构 用户 客户 城市 国家 开发者 "
    "省份 部门 单位 员工 门店 模型 应用 省"
).split()
#: words whose meaning hangs on what follows: the first pattern that matches decides; where none does, it is no unit
_CASES: dict[str, tuple[tuple[str, Unit], ...]] = {
    "张": (
        (r"\s?(?:[A-Z卡英升国加算高芯]|[，。；、的级)）]|$)", Unit("number", "card")),
        ("", Unit("number", "count")),
    ),
    "块": (
        (r"[，。；、,/1-9一二三四五六七八九]|左右|以上|$", Unit("money", "money", ONE, "CNY")),
        ("", Unit("number", "count")),
    ),
    "角": ((r"[，。；/]|$", Unit("money", "money", _ten(-1), "CNY")),),
    "个点": ((r"[，。；、,)）\s]|$", Unit("percent", "percentage_point")),),
    "兆": (
        (r"宽带|光纤|光宽|带宽|网速|宽频|速率|套餐|光网|光猫", Unit("number", "bit_per_second", _ten(6))),
        (r"流量|内存|文件|图片|硬盘|空间|存储", Unit("number", "byte", _ten(6))),
    ),
    "P": ((r"\s?(?:级?的?(?:智能)?算力|级)|[，。、,；;)）]|$", Unit("number", "flops", _ten(15))),),
    "E": ((r"\s?(?:级?的?(?:智能)?算力|级)", Unit("number", "flops", _ten(18))),),
    "度": ((r"绿电", Unit("number", "watt_hour", _ten(3))),),
    "寸": ((r"屏|OLED|LCD|显示", Unit("number", "inch")),),
    "日": ((r"内|均线|均价|游|线|龄|年化", Unit("number", "day")),),
    "升": ((r"(?![级值至到温降高幅学职])", Unit("number", "litre")),),
}
#: words that begin like a unit and are none behind a number: 2026人工智能大会, 5分别, 星槎3支持
_NO_UNITS = frozenset(
    "元宇宙 元件 元器件 元素 元年 元首 元旦 元老 元数据 元学习 元认知 元气 元宵 元智能 元论 圆桌 圆满 圆形 人工智能 "
    "人民法 人民日 人民大 人民政 人形 人均 天津 天猫 天然 天气 天空 年度 年代 年级 年报 年货 年轻 年均 年薪 年化 年检 "
    "年会 年夜 周期 周边 周刊 周报 周转 周围 周度 周末 周榜 周一 周二 周三 周四 周五 周六 周日 股份 股东 股价 股权 股票 "
    "股指 股市 股息 分之 分别 分布 分析 分部 分店 分成 分行 分红 分期 分拆 分享 分为 分子 分母 分辨 分类 分级 分公司 分会 "
    "分局 分院 分配 分批 分散 分歧 分工 分支 分区 分担 分解 分层 分销 分流 分项 分段 分组 分离 分立 分水 分值 分球 "
    "分天下 分众 分秒 "
    "点击 点赞 点评 点名 点位 点云 点播 点阵 点燃 点亮 卡车 卡通 卡路 卡顿 卡点 卡牌 卡片 卡位 卡脖 卡口 卡住 米其林 米兰 "
    "米粉 米饭 米家 米哈游 克隆 克服 克制 克拉 吨位 秒杀 秒级 秒变 瓦解 瓦斯 倍数 倍频 倍增 倍速 倍率 毛利 毛坯 角度 角色 "
    "角落 名单 名义 名称 名额 名次 名气 名牌 名片 名誉 名列 名下 名字 名为 位于 位列 位置 位次 位移 位数 位面 位宽 位居第 "
    "位居前 位居榜 位居首 位居全 位居行 位居世 位居国 核心 核电 核能 核准 核查 核算 次元 次方 次世代 次于 次级 次要 台湾 "
    "台积 台北 国际 国内 国产 国企 国资 国务院 国防 省级 市级 县级 市场 市值 市占 市盈 家族 家庭 "
    "家电企 家电行 家电厂 家电品 家电产 家电龙 家电巨 家电市 家电公 家电和 家电等 家电业 家电类 家电下 家电以 家电销 家电零 "
    "家电、 家电， 家用 部署 部分 部委 "
    "支持 支撑 支付 只有 只要 只需 只能 起步 起源 起诉 起初 组成 组建 组织 集成 集群 集团 集中 场景 处理 处于 单位 单一 "
    "单日 单周 单月 单季 条件 条例 类似 例如 架构 款项 页面 份额 层面 层级 字节 词元 行业 行情 行动 根据 首次 首个 首家 "
    "首款 首批 首席 首发 轮动 轮流 道路 列为 列入 站在 站上 企业级 企业版 公司级 国家级 国家数据局 客户端 用户数 模型化".split()
)
_LONGEST = max(map(len, _NO_UNITS))


def _rows() -> Iterator[tuple[str, Unit]]:
    """Every unit word with its meaning, the later rows giving way to the earlier."""
    for code, words in currencies.BEHIND:
        yield from ((word, Unit("money", "money", ONE, code)) for word in _spelt(words))
    for line in _WORDS.strip().splitlines():
        kind, unit, power, words = line.split()
        yield from ((word, Unit(kind, unit, _ten(int(power)), "CNY" if kind == "money" else "")) for word in _spelt(words))
    yield from ((word, Unit("number", "token")) for word in _TOKENS)
    yield from ((word, Unit("number", "param")) for word in _PARAMS)
    yield from ((word, Unit("number", "card")) for word in _CARDS)
    yield from _prefixed(_PREFIXES, _SI, plural=False)
    yield from _prefixed(_HAN_PREFIXES, _SI_HAN, plural=False)
    yield from _prefixed(_ENGLISH_PREFIXES, _SI_ENGLISH, plural=True)
    yield from _prefixed(_ENGLISH_CAPITALS, _FLOPS, plural=False)
    yield from ((word, Unit("number", "count")) for word in _COUNTED)
    yield from ((word, cases[-1][1]) for word, cases in _CASES.items())


def _spelt(words: str) -> Iterator[str]:
    for word in words.replace("~", " ").split("|"):
        yield word
        if word[-1].isascii() and word[-1].islower() and len(word) > 1:
            yield word + "s"


def _prefixed(prefixes: dict[str, int], words: dict[str, str], *, plural: bool) -> Iterator[tuple[str, Unit]]:
    """The units that take SI prefixes, in base units. A lone B is a billion and no byte."""
    for prefix, power in prefixes.items():
        for word, unit in words.items():
            if prefix or word not in ("B", "iB", "OPS"):
                yield prefix + word, Unit("number", unit, _ten(power))
            if plural:
                yield f"{prefix}{word}s", Unit("number", unit, _ten(power))


def _indexed(rows: Iterable[tuple[str, Unit]]) -> tuple[dict[str, Unit], dict[str, tuple[int, ...]]]:
    """The words with their meaning, and for each first character the lengths to try, longest first."""
    table: dict[str, Unit] = {}
    lengths: dict[str, set[int]] = {}
    for word, unit in rows:
        table.setdefault(word, unit)
        lengths.setdefault(word[0], set()).add(len(word))
    return table, {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}


_TABLE, _LENGTHS = _indexed(_rows())
_PATTERNS = {word: [(re.compile(pattern), unit) for pattern, unit in cases] for word, cases in _CASES.items()}


def unit_at(text: str, at: int) -> tuple[int, Unit] | None:
    """The unit word at an offset, its end and meaning; None where the word is only the beginning of another (分别, 元宇宙)."""
    for length in _LENGTHS.get(text[at : at + 1], ()):
        word, end = text[at : at + length], at + length
        unit = _TABLE.get(word)
        if unit is None or end > len(text) or not _ends(word, text, end):
            continue
        if length < 3 and not word.isascii() and _begins_another(text, at, length):
            return None
        if word in _PATTERNS:
            unit = next((case for pattern, case in _PATTERNS[word] if pattern.match(text, end)), None)
        return (end, unit) if unit else None
    return None


def _ends(word: str, text: str, end: int) -> bool:
    """A Latin word ends where the letters end (Token2.5元), a short one is not touched by digits either (GB200)."""
    last, following = word[-1], text[end : end + 1]
    if not (last.isascii() and last.isalpha() and following.isascii()):
        return True
    return not (following.isalpha() or (following.isdigit() and len(word) < 5))


def _begins_another(text: str, at: int, length: int) -> bool:
    kept = text.startswith("元年", at) and not _A_YEAR.search(text, max(0, at - 5), at)  # 1000亿元年收入
    return not kept and any(text[at : at + k] in _NO_UNITS for k in range(length + 1, _LONGEST + 1))


_A_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d$")
