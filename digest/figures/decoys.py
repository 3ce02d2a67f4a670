"""What looks like a number and is a name: model versions, chips, indices, codes, document numbers, clock times, list marks."""

from __future__ import annotations

import re

from digest.figures.numerals import Number
from digest.figures.units import Unit

#: names that begin with a numeral, and words in which numerals count nothing
_NAMES = re.compile(
    r"36氪|58同城|51job|21世纪(?:经济|财经|报)|21财经|360(?=集团|安全|公司|智脑|浏览器|杀毒|数科|金融|借条|软件|搜索|纳米)|"
    r"7-Eleven|7-11(?!\d)|996(?![.\d])|007(?![.\d])|(?:985|211)(?=高校|院校|大学|工程|、)|(?:12306|12345|12315|12333)(?!\d)|"
    r"6[·.]?18(?=大促|购物|期间|活动|年中|电商|当[日天]|$|[，。、])|11[·.]11|12[·.]12|3[·.]?15(?=晚会|消费|曝光)|24/7|7[xX×*]24(?:小时)?|"
    r"(?:480|720|1080|1440|2160)[pP](?![A-Za-z0-9])|[0-9一二三四五六七八九两几多]{1,2}位数|[0-9]{2,4}强|[6-9]0后|[019]5后|[01]0后|"
    r"[0-9]{1,3}:0(?![0-9.])|0:[0-9]{1,3}(?![0-9.])|[0-9]{1,2}·[0-9]{1,2}(?![0-9])|[0-9]{1,2}(?=[、,][0-9]{1,2}月)|"
    r"(?:[0-9]{1,2}小时)?[0-9]{1,2}分[0-9]{1,2}秒(?:[0-9]{1,3})?|两市|两岸|三只松鼠|六个核桃|三三制|三七互娱|二八(?:定律|法则)|十分(?![之钟])|万分(?!之)|千万(?=别|不要|不能|要|记|小心|注意|不可)|"
    r"万一|万万(?!元|亿|股)|[百千]上[千万]|千家万户|万家灯火|百家争鸣|百花齐放|三番五次|五花八门|七上八下|三言两语|四面八方|九牛一毛"
)
_INDEX = re.compile(
    r"(?:沪深|中证|上证|科创|深证|创业板|恒生|标普|标准普尔|纳斯达克|纳指|罗素|日经|富时|道琼斯|国证|北证|胡润|福布斯|财富|世界|双|"
    r"MSCI|CSI|S&P|Nasdaq|NASDAQ|Russell|Nikkei|FTSE|Dow|Fortune|Forbes|DAX|CAC|STOXX|KOSPI|TOP|Top)[\s-]?$"
)
#: families of chips, models and devices whose members are numbered, and nouns that a number labels
_FAMILIES = re.compile(
    r"(?:升腾|麒麟|骁龙|天玑|鲲鹏|龙芯|思元|酷睿|锐龙|至强|霄龙|玄戒|巴龙|凌霄|含光|倚天|真武|昆仑芯|文心|千问|盘古|混元|豆包|星火|小米|红米|荣耀|"
    r"华为|苹果|特斯拉|模型|版本|芯片|型号|系列|手机|机型|代号|图表?|附?表|附录|章节|问题|案例|方案|阶段|路线|房间|楼层|区块|"
    r"(?:代码|编号|邮编|电话|热线|账号|错误码)[为是:：]?)\s?$"
)
_INDEX_NUMBER = re.compile(r"[0-9]{2,4}(?![0-9.,]|\s?[%万亿千]|\s?(?:个|家|名|款|元|年|倍|点以))")
_CODES = re.compile(
    r"[0-9]{5,6}\.(?:SH|SZ|HK|BJ|SS|TW|TWO|KS|KQ|T|O|N)(?![A-Za-z])|[0-9]{17,}(?:\.[0-9]+)?|0[0-9]{1,12}(?![0-9.])|"
    r"[48]00-[0-9]{3,4}-[0-9]{3,4}(?![0-9])|1[3-9][0-9]{9}(?![0-9])|0[0-9]{2,3}-[0-9]{7,8}(?![0-9])|"
    r"[0-9]{3,4}-[0-9]{3,4}-[0-9]{3,4}(?![0-9])|[0-9]{1,3}(?:\.[0-9]{1,4}){2,6}|[0-9]{1,2}[’'′][0-9]{1,2}[”\"″]?|(?<=&#)[0-9]{1,6};?"
)
_STOCK = re.compile(r"(?:60[0135]|68[89]|00[0-3]|30[01]|8[37][0-9]|43[0-9]|920)[0-9]{3}")
_TICKER = re.compile(r"[0-9]{4,6}(?=[)）\]】.]|\s?(?:HK|SH|SZ)\b)")
_TICKER_BEFORE = re.compile(r"(?:[(（\[【]\s?(?:[A-Za-z]{1,8}\s?[:.：]?\s?)?|代码[:：为]?\s?|[A-Z]{2,8}[:：]\s?)$")
_AFTER_HOUR = r"半|整|许|钟|(?=[前后起至到,，。、开在将公发正]|$)"
_CLOCK = re.compile(
    r"(?:[01]?[0-9]|2[0-4])(?::[0-5][0-9]){1,2}(?![0-9])(?:\s?[ap]\.?m\b\.?)?|(?:[01]?[0-9]|2[0-4])\s?[ap]\.?m\b\.?|"
    rf"(?:[01]?[0-9]|2[0-4])[时点](?:[0-5]?[0-9]分(?:[0-5]?[0-9]秒)?|[0-5][0-9](?![0-9万亿])|{_AFTER_HOUR})",
    re.I,
)
_HAN_CLOCK = re.compile(
    rf"(?:[零一二三四五六七八九两]|二?十[一二三四]?)点(?:[零一二三四五]?十?[一二三四五六七八九]?分|{_AFTER_HOUR})"
)
_CLOCK_BEFORE = re.compile(
    r"(?:上午|下午|晚上|晚间|凌晨|早上|早间|中午|傍晚|[今昨明当]晚|今早|今晨|次日|深夜|午间|时间|[日号天])\s?$"
)
_DOCUMENT = re.compile(
    r"[0-9]{1,5}号(?:文|令|公告|通知|通告|线|院|楼|馆|店|人物|机|仓|提案|修正案|厂|员工|案|卫星|火箭|飞船|公路|国道|高速|站|门|位|基金)"
)
_DOCUMENT_BEFORE = re.compile(r"[〕〉》\]】第]\s?$")
_DOCUMENT_NUMBER = re.compile(r"[0-9]{1,5}号")
_LIST_TAIL = re.compile(r"[)）]|[、.．](?=\s?[A-Za-z一-鿿“])|\s[A-Za-z一-鿿]")
_LIST_BEFORE = re.compile(r"(?:^|[\n:：。;；]|[（(])\s*$")
_PAGE_BEFORE = re.compile(r"(?:\.{4,}|…)\s?$")
_LATIN_BEFORE = re.compile(r"(?:^|[^A-Za-z])(?P<w>[A-Za-z][A-Za-z.+'’]*)(?P<gap>\s?)$")
_MIXED_BEFORE = re.compile(r"[A-Za-z][0-9]+[\s_/-]?$|[0-9][A-Za-z]\s?$|[A-Za-z0-9一-鿿][_/-]$|[A-Za-z]:$")
_VERSION_BEFORE = re.compile(r"[A-Z][A-Za-z-]*[\s-]?[0-9]{1,2}(?:\.[0-9]{1,2})?[\s-]$")
_LEADS = frozenset(
    "about above after all almost also an and another any approximately are around as at below beats been before "
    "between but by cost costs each employs every first for from had has have hire hired hit hits in include "
    "includes including into is just last least less like more most nearly next of off on only or other out over "
    "paid past per plus raise raised reach reached reaches roughly serve serves sold some spend spent than that the "
    "their these this those through to top totaling total until up uses was were will with within worth".split()
)
#: 0.46和0.43个百分点: what shares a unit with the next number is an amount
_LISTED = re.compile(r"\s?[、和与及]\s?[0-9][0-9.,]{0,12}\s?(?:个?百分点|%|[万亿]|[美港欧日]?元|倍|[个家名项款台])")
_VERSION_TAIL = re.compile(
    r"\s?(?:[代版型系号](?!称)|世代|多模态|正式|预览|协议|标准|手机|芯片|处理器|模型|时代|"
    r"(?:Pro|Max|Plus|Ultra|[Mm]ini|Flash|Turbo|Lite|Air|Preview|Omni|Coder|Instruct|Thinking|Beta)\b)"
)
#: what a plain number may follow in Chinese: verbs, particles, marks
_HAN_LEAD = re.compile(
    r"[为至达到共约近超逾过是有仅计了于从得破增减降升涨跌数量值比和与及或第加乘除名含占由被出前后在以成的报收录获分率额幅度价"
    r"、，。；：:,;（(《“\"\s=＝>＜<≥≤~+-]$"
)
_HAN = re.compile("[一-鿿]")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_LENGTHS = ("hour", "minute", "month", "second", "times", "percentage_point")


def name_at(text: str, at: int) -> int:
    """The end of a name, code, clock time or idiom that begins at an offset, or 0."""
    if m := _NAMES.match(text, at):
        return m.end()
    if not text[at].isdigit():
        m = _HAN_CLOCK.match(text, at)
        return m.end() if m and _CLOCK_BEFORE.search(text[max(0, at - 3) : at]) else 0
    return _numbered(text, at)


def _numbered(text: str, at: int) -> int:
    if _SUSPECT.match(text, at) and (m := _ALWAYS.match(text, at)):
        return m.end()
    before = text[max(0, at - 12) : at]
    if not before:
        return 0
    for pattern, needs in _BESIDE:
        m = pattern.match(text, at)
        if m and needs.search(before):
            return m.end()
    return 0


_HOUR = re.compile(r"(?:[01]?[0-9]|2[0-4])[时点](?!代)")
_ALWAYS = re.compile(f"(?:{_CODES.pattern})|(?i:{_CLOCK.pattern})|(?:{_DOCUMENT.pattern})")
_SUSPECT = re.compile(r"[0-9]{5}|0[0-9]|[0-9]{1,5}(?:[-.:’'′][0-9]|号|[时点]|\s?[apAP]\.?[mM])|(?<=&#)")
_BESIDE = (
    (_TICKER, _TICKER_BEFORE), (_INDEX_NUMBER, _INDEX), (_HOUR, _CLOCK_BEFORE), (_DOCUMENT_NUMBER, _DOCUMENT_BEFORE),
    (re.compile("[0-9]{1,3}"), _PAGE_BEFORE),
)  # fmt: skip


def fits(number: Number, unit: Unit, text: str, end: int) -> bool:
    """Whether a unit word really counts this number: 一家 is an article, 二次 an ordinal, 三元 a material, 3点 a time."""
    whole = number.low == number.low.to_integral_value()
    if unit.unit == "index":
        return not whole or number.low > 99
    if unit.unit == "score":
        return not number.scale and text[number.start : number.end] != "一"
    if unit.weak and not whole and not number.scale and unit.unit != "score":
        return False
    if not number.han:
        return not (unit.unit == "year" and 1600 <= number.low <= 2100)
    return _han_fits(text[number.start : number.end], number, unit, text, end)


def _han_fits(word: str, number: Number, unit: Unit, text: str, end: int) -> bool:
    if word == "一":
        return unit.unit in _LENGTHS
    if word in ("零", "〇") or (word == "二" and unit.weak):
        return False
    if len(word) == 1 and number.bare:
        before = text[max(0, number.start - 2) : number.start]
        return (
            bool(number.approx) or unit.unit in ("card", "token") or bool(re.search(r"(?:[上近超逾约破过]|接近|突破)$", before))
        )
    if len(word) == 1 and unit.kind == "money":
        return text[end - 1] in "钱毛" or unit.currency != "CNY"
    return not (len(word) == 1 and unit.unit in ("score", "param", "flops"))


def is_label(text: str, start: int, end: int, number: Number, unit: Unit) -> bool:
    """Whether a number without a unit is part of a name (Claude Sonnet 4.5, 星槎3, 2.0多模态) or nothing to report."""
    if number.han:
        return not _counts_by_itself(text[number.start : number.end], number)
    if number.scale:
        return text[number.end - 1] in "KkMBT" and _is_member(text[max(0, start - 24) : start])
    if _LISTED.match(text, end):
        return False
    if beside_name(text, start) or _MIXED_BEFORE.search(text[max(0, start - 6) : start]):
        return True
    after = text[end : end + 2]
    if (after[:1].isascii() and after[:1].isalpha()) or (after[:1] in "-_/+" and after[1:].isascii() and after[1:].isalnum()):
        return True
    if unit.unit == "count":
        return False
    if _STOCK.fullmatch(text, start, end):
        return True
    if number.low < 100 and _LIST_TAIL.match(text, end) and _LIST_BEFORE.search(text[max(0, start - 4) : start]):
        return True
    return bool(_VERSION_TAIL.match(text, end) or _YEAR.fullmatch(text, start, end)) or _han_tail(text, start, end)


def _han_tail(text: str, start: int, end: int) -> bool:
    """A plain number that a Chinese noun follows at once belongs to it (36氪) unless a verb or particle led up to it."""
    return (
        bool(_HAN.match(text, end)) and not _PARTICLE.match(text, end) and not _HAN_LEAD.search(text[max(0, start - 1) : start])
    )


_IMPOSSIBLE = re.compile(r"(?:(?:19|20)[0-9]{2}\s?年\s?)?[0-9]{1,2}\s?月\s?[0-9]{1,2}\s?[日号]")


def impossible_date(text: str, at: int) -> int:
    """The end of a date that no calendar has (2月30日) and no date reader took, or 0."""
    m = _IMPOSSIBLE.match(text, at)
    return m.end() if m else 0


_PARTICLE = re.compile(r"[的以左上下多余和与及至到在为是被后前内之起，。；、]")


def beside_name(text: str, start: int) -> bool:
    """Whether what stands before an offset is a name that a version number may end."""
    before = text[max(0, start - 24) : start]
    if _is_member(before):
        return True
    return bool(_HAN.match(before[-1:]) and not _HAN_LEAD.search(before[-1:]))


def _is_member(before: str) -> bool:
    """Whether a text ends in the name of a family whose members are numbered, or in a Latin name."""
    if _FAMILIES.search(before[-6:]) or _INDEX.search(before[-12:]) or _VERSION_BEFORE.search(before):
        return True
    m = _LATIN_BEFORE.search(before)
    word = m["w"].rstrip(".'’") if m else ""
    return m is not None and (not m["gap"] or not (word.islower() or word.lower() in _LEADS))


def _counts_by_itself(word: str, number: Number) -> bool:
    """A Chinese numeral without a unit counts where it has a magnitude (一千一百) or is a large compound (万亿)."""
    if number.bare:
        return len(word) > 1
    return len(word) > 1 and number.low >= 100 and any(c in word for c in "百千万亿兆")
