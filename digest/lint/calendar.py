"""Days: the report's own, weekdays that don't fit, days that don't exist, what is told as past but lies ahead."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from digest.lint.document import Block
from digest.lint.finding import Finding, Remark
from digest.lint.page import Line

_DAY = re.compile(
    r"(?:(?P<y>(?:1[5-9]|20)\d\d)年)?(?<![\d.])(?P<m>\d{1,2})月(?P<d>\d{1,2})[日号](?!前后)(?:(?:[-至到]|—)(?:(?P<m2>\d{1,2})月)?(?P<d2>\d{1,2})[日号])?"
)
_WEEKDAY = re.compile(r"[(，]?(?:星期|周|礼拜)(?P<w>[一二三四五六日天])(?![至到\-])")
_FULL = re.compile(
    r"(?P<y>20\d\d)(?:年(?P<m>\d{1,2})月(?P<d>\d{1,2})日?|(?P<sep>[-./])(?P<m2>\d{1,2})(?P=sep)(?P<d2>\d{1,2})(?!\d))"
)
_HAN_DATE = re.compile(
    r"(?P<y>二[〇○零]二[〇○零一二三四五六七八九])年(?P<m>[一二三四五六七八九十]{1,2})月(?P<d>[一二三四五六七八九十]{1,3})日"
)
_LABELLED = re.compile(r"(?:报告|发布|撰写|完成)?(?:日期|时间)：?$|发布于$")
_HAN = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {"○": "0", "零": "0"}
_NAMES = "一二三四五六日"
_AHEAD = re.compile(
    r"将|拟|预计|计划|有望|即将|届时|[日号]起|自\d|至\d|止|前|截止|到期|目标|定于|拟于|待|或于|安排|在即|预约|解禁|登记|除权|申购|生效|施行|执行|实施|承诺|不晚于|最迟|原定|推迟|日程|有效期|召开日|预告|下周|下月|本周关注|关注|日历|前瞻|展望|提醒|留意"
)
_PAST = re.compile(
    r"(?:了|已|发布|印发|公告|召开|举行|宣布|签署|披露|完成|上线|获批|通过|公布|成立|落地|开幕|举办|推出|表示|显示|报道|消息|收盘|上涨|下跌|中标|开工|投产|发射|会见|受理|启动|开标|出台|更新|报收|交付"
    r")(?!的)"
)
_AGENDA = re.compile(r"下周|下月|本周关注|关注|日历|前瞻|日程|预告|提醒")
_LASTS = re.compile(r"活动|优惠|报名|申[请报]|征集|促销|补贴|特惠|预[售约]|窗口|征求|认购|缴款")
_LAST_WEEK = re.compile(r"上周\(?$")


def report_date(lines: Sequence[Line]) -> date | None:
    """The day a report is dated: labelled, else alone on a line, else the first full date of the title page."""
    best: tuple[int, date] | None = None
    for line in [x for x in lines if x.text][:30]:
        text = _HAN_DATE.sub(_in_digits, line.text)
        for m in _FULL.finditer(text):
            day = _date(int(m["y"]), int(m["m"] or m["m2"]), int(m["d"] or m["d2"]))
            before, after = text[: m.start()], text[m.end() :]
            if day is None or re.match(r"[日)]?[-—至~]", after) or re.search(r"[-—至~截]至?$", before):
                continue
            score = 3 if _LABELLED.search(before) else 2 if len(before + after) <= 8 else 1 if len(text) <= 60 else 0
            if best is None or score > best[0]:
                best = score, day
    return best[1] if best and best[0] else None


def _in_digits(m: re.Match[str]) -> str:
    return f"{''.join(_HAN[c] for c in m['y'])}年{_small(m['m'])}月{_small(m['d'])}日"


def _small(word: str) -> int:
    if "十" not in word:
        return int(_HAN[word[0]])
    tens, ones = word.split("十", 1)
    return int(_HAN.get(tens, "1")) * 10 + int(_HAN.get(ones, "0"))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


# ------------------------------------------------------------------------------------------------------------------ checks
def find(block: Block, published: date | None) -> Iterator[Finding]:
    """Impossible days, wrong weekdays, turned ranges, and the past that lies ahead."""
    year: int | None = None
    for m in _DAY.finditer(block.text):
        year = int(m["y"]) if m["y"] else year if year and _same_range(block.text, m.start()) else None
        day = _resolved(m, year, published)
        if not _exists(int(m["m"]), int(m["d"]), day, m, published):
            yield _at(
                block, m.start(), m.end(), Remark("date", f"没有{int(m['m'])}月{int(m['d'])}日这一天。", _last(int(m["m"])))
            )
            continue
        yield from _range(block, m)
        if day:
            yield from _weekday(block, m, day)
            if published:
                yield from _future(block, m, day, published)


def _same_range(text: str, at: int) -> bool:
    return bool(re.search(r"[至\-—到]$", text[max(0, at - 2) : at]))


def _resolved(m: re.Match[str], year: int | None, published: date | None) -> date | None:
    """The day meant: of the printed year, else the one nearest to the report."""
    month, day = int(m["m"]), int(m["d"])
    if year:
        return _date(year, month, day)
    if published is None:
        return None
    near = [d for d in (_date(published.year + i, month, day) for i in (-1, 0, 1)) if d]
    return min(near, key=lambda d: abs(d - published), default=None)


def _resolved_end(m: re.Match[str], day: date) -> date:
    """The last day of a printed range."""
    month = int(m["m2"] or m["m"])
    return _date(day.year + (month < day.month), month, int(m["d2"] or m["d"])) or day


def _exists(month: int, day: int, resolved: date | None, m: re.Match[str], published: date | None) -> bool:
    if not 1 <= month <= 12 or not 1 <= day <= (29 if month == 2 else calendar.monthrange(2000, month)[1]):
        return False
    if (month, day) == (2, 29):
        year = int(m["y"]) if m["y"] else published.year if published else None
        return year is None or calendar.isleap(year)
    return resolved is not None or not m["y"]


def _last(month: int) -> str:
    return f"{month}月最后一天是{calendar.monthrange(2001, month)[1]}日" if 1 <= month <= 12 else "1—12月"


def _range(block: Block, m: re.Match[str]) -> Iterator[Finding]:
    if m["d2"] and not m["m2"] and int(m["d2"]) < int(m["d"]):
        yield _at(block, m.start(), m.end(), Remark("date", f"“{m.group()}”起止颠倒。", "核对起止日期"))
    elif m["d2"] and m["m2"] and not _exists(int(m["m2"]), int(m["d2"]), date.min, m, None):
        yield _at(
            block, m.start(), m.end(), Remark("date", f"没有{int(m['m2'])}月{int(m['d2'])}日这一天。", _last(int(m["m2"])))
        )


def _weekday(block: Block, m: re.Match[str], day: date) -> Iterator[Finding]:
    w = _WEEKDAY.match(block.text, m.end()) if not m["d2"] else None
    if w and "日一二三四五六".find(w["w"].replace("天", "日")) != day.isoweekday() % 7:
        right = f"周{_NAMES[day.weekday()]}"
        yield _at(block, m.start(), w.end(), Remark("date", f"{day.year}年{day.month}月{day.day}日是{right}。", right))


def _future(block: Block, m: re.Match[str], day: date, published: date) -> Iterator[Finding]:
    text = block.text
    start = max(text.rfind(mark, 0, m.start()) for mark in "。；！？") + 1
    stops = [i for i in (text.find(mark, m.end()) for mark in "。；！？") if i >= 0]
    sentence = text[start : min(stops, default=len(text))]
    if _LAST_WEEK.search(text[max(0, m.start() - 4) : m.start()]) and m["d2"]:
        end = _resolved_end(m, day)
        if end > published or published - day > timedelta(days=20):
            yield _at(
                block, m.start(), m.end(), Remark("date", f"报告日是{published}，“上周”不是{m.group()}。", "核对上周的起止日期")
            )
        return
    if day <= published:
        return
    until = text[max(0, m.start() - 2) : m.start()] == "截至" and not _LASTS.search(sentence)
    told = until or _PAST.search(sentence, m.end() - start)
    paragraph = text[text.rfind("。", 0, m.start()) + 1 : m.start()]
    planned = (
        _AHEAD.search(block.heading)
        or _AGENDA.search(paragraph)
        or _AHEAD.search(sentence.replace("截至", "").replace(m.group(), ""))
    )
    if told and not planned:
        message = f"{day.month}月{day.day}日晚于报告日{published}，却写成已经发生。"
        yield _at(block, m.start(), m.end(), Remark("date", message, f"不晚于{published}，或写成计划"))


def _at(block: Block, start: int, end: int, remark: Remark) -> Finding:
    return remark.at(block.place(start, end), block.text[start:end])
