"""Currencies before and behind an amount: ¥ $ US$ RMB 人民币 … , 元 美元 港币 dollars … , and their ISO 4217 codes."""

from __future__ import annotations

import re

#: words behind an amount; `~` is a blank
BEHIND: tuple[tuple[str, str], ...] = (
    ("CNY", "元|圆|元整|圆整|元人民币|人民币元|人民币|块钱|yuan|Chinese~yuan|renminbi|RMB|CNY|CNH"),
    ("USD", "美元|美金|元美金|美刀|dollar|US~dollar|U.S.~dollar|USD"),
    ("HKD", "港元|港币|元港币|港纸|Hong~Kong~dollar|HKD"),
    ("TWD", "新台币|元新台币|新台币元|台币|元台币|新台元|New~Taiwan~dollar|TWD|NTD"),
    ("JPY", "日元|日圆|日币|yen|Japanese~yen|JPY"),
    ("EUR", "欧元|euro|EUR"),
    ("GBP", "英镑|pound|pounds~sterling|sterling|GBP"),
    ("KRW", "韩元|韩圆|韩圜|韩币|won|Korean~won|KRW"),
    ("SGD", "新加坡元|新元|坡币|Singapore~dollar|SGD"),
    ("AUD", "澳元|澳大利亚元|澳币|Australian~dollar|AUD"),
    ("CAD", "加元|加拿大元|Canadian~dollar|CAD"),
    ("CHF", "瑞士法郎|瑞郎|Swiss~franc|CHF"),
    ("INR", "卢比|印度卢比|rupee|INR"),
    ("RUB", "卢布|俄罗斯卢布|ruble|rouble|RUB"),
    ("THB", "泰铢|baht|THB"),
    ("VND", "越南盾|dong|VND"),
    ("IDR", "印尼盾|印尼卢比|rupiah|IDR"),
    ("MYR", "林吉特|马来西亚林吉特|令吉|ringgit|MYR"),
    ("AED", "迪拉姆|阿联酋迪拉姆|dirham|AED"),
    ("SAR", "里亚尔|沙特里亚尔|riyal|SAR"),
    ("BRL", "雷亚尔|巴西雷亚尔|reais|BRL"),
    ("SEK", "瑞典克朗|Swedish~kronor|SEK"),
    ("MOP", "澳门元|澳门币|MOP"),
)
#: signs and codes before an amount
BEFORE: dict[str, str] = {
    "$": "USD", "US$": "USD", "USD$": "USD", "HK$": "HKD", "NT$": "TWD", "S$": "SGD", "A$": "AUD", "AU$": "AUD", "C$": "CAD",
    "CA$": "CAD", "R$": "BRL", "NZ$": "NZD", "MX$": "MXN", "¥": "CNY", "CN¥": "CNY", "RMB¥": "CNY", "JP¥": "JPY", "€": "EUR",
    "£": "GBP", "₩": "KRW", "₹": "INR", "₽": "RUB", "฿": "THB", "₫": "VND", "RMB": "CNY", "NTD": "TWD", "Rs": "INR",
}  # fmt: skip
_CODES = frozenset("CNY CNH USD HKD TWD JPY EUR GBP KRW SGD AUD CAD CHF INR RUB SEK AED SAR THB MYR BRL".split())
LATIN = re.compile(r"(?:USD|US|HK|NT|S|AU|A|CA|C|R|NZ|MX|RMB|CN|JP)[$¥]|(?:RMB|NTD|Rs\.?|[A-Z]{3})(?=\s?[0-9])")
_WORDS = {
    "人民币": "CNY", "新台币": "TWD", "台币": "TWD", "港币": "HKD", "港元": "HKD", "美元": "USD", "美金": "USD", "日元": "JPY",
    "欧元": "EUR", "英镑": "GBP", "韩元": "KRW", "加元": "CAD", "澳元": "AUD",
}  # fmt: skip
_WORD = re.compile(rf"(?P<w>{'|'.join(_WORDS)})(?P<hint>约|大约|近|超过?|逾|达|合计|共计|共|仅|为|约为)?(?P<gap>\s?)")
_RATE = frozenset("兑对比换折为以亿万千百元")


def sign_before(text: str, at: int) -> tuple[int, str] | None:
    """A sign or code at an offset that an amount may follow: its end and ISO code."""
    m = LATIN.match(text, at)
    if m is None:
        return (at + 1, BEFORE[text[at]]) if text[at] in BEFORE else None
    word = m.group().rstrip(".")
    code = BEFORE.get(word) or (word if word in _CODES else "")
    return (m.end(), code) if code else None


def word_before(text: str, at: int) -> tuple[int, int, str] | None:
    """A currency word at an offset that an amount may follow: where the figure begins, where its number begins, the code.

    A rate (美元兑人民币7.12) is no amount, and a word behind a number belongs to that number.
    """
    m = _WORD.match(text, at)
    if m is None or (at and (text[at - 1] in _RATE or text[at - 1].isdigit())):
        return None
    return (m.end() if m["hint"] else at), m.end(), _WORDS[m["w"]]
