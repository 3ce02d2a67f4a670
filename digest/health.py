"""When a source is due, how long a failing one is left alone, and what looks wrong with it. Pure.

A source's own usual rate is the measure: nothing else tells a quiet week from a door that closed without a word.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from digest.model import Source

#: a scheduler is never exact: what is due within this long is due now
SLACK = timedelta(minutes=30)
#: days of history that a usual rate rests on, and the least that is one
HISTORY, LEAST_HISTORY = 28, 7
#: a silence is unusual when a source of that rate would be silent so long less than once in so many times
UNUSUAL = 0.01


@dataclass(frozen=True, slots=True)
class State:
    """What is known of a source from earlier runs. `failures` are those in a row; `redirected` is where its list now lives."""

    last_try: datetime | None = None
    last_ok: datetime | None = None
    failures: int = 0
    not_before: datetime | None = None
    error: str = ""
    kind: str = ""
    redirected: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a source: a word for programs, a sentence and what to do for people."""

    kind: str
    message: str
    advice: str


def due(source: Source, state: State, now: datetime) -> str:
    """Why a source is not asked now, in Chinese; "" when it is."""
    if state.not_before and state.not_before > now:
        return f"对方要求 {_clock(state.not_before)} 之后再来"
    wait = backoff(state.failures)
    if state.last_try and state.failures and state.last_try + wait - SLACK > now:
        return f"连续失败 {state.failures} 次, {_clock(state.last_try + wait)} 再试"
    cadence = timedelta(hours=source.cadence_hours)
    if state.last_ok and not state.failures and cadence and state.last_ok + cadence - SLACK > now:
        return f"未到期, {_clock(state.last_ok + cadence)} 再采"
    return ""


def backoff(failures: int) -> timedelta:
    """How long a source is left alone after so many failures in a row: none after the first two, then 2, 4, 8 … 24 hours."""
    return timedelta(hours=min(2 ** (failures - 2), 24)) if failures > 2 else timedelta()


def _clock(moment: datetime) -> str:
    from digest.weeks import beijing

    return f"{beijing(moment):%m-%d %H:%M}"


def findings(source: Source, state: State, seen: Sequence[datetime], unread: int, now: datetime) -> list[Finding]:
    """What looks wrong: `seen` are the times of the source's items of the last weeks, `unread` how many could not be read."""
    found = [f for f in (_failing(state), _moved(source, state), _silent(seen, now), _unreadable(seen, unread)) if f]
    if state.note and not found:
        found.append(Finding("note", state.note, "看一眼页面; digest sources check " + source.id))
    return found


_ADVICE = {
    "no_items": "页面改版或被拦截: 核对 selectors; 出错的页面已存档",
    "not_a_feed": "地址不再是订阅源: 在浏览器里打开看看, 改 url",
    "robots": "对方的 robots.txt 不允许采集: 停用它, 或改用其他来源",
    "status": "对方服务器答错: 过一天再看; 一直如此就改 url 或停用",
    "gone": "地址已经不在: 改 url 或停用",
    "timeout": "对方太慢: 过一天再看",
    "connection": "连不上: 看网络, 或对方已关站",
    "certificate": "证书有问题: 不要绕过, 先在浏览器里核实",
    "refused": "地址指向内网, 已拒绝",
}


def _failing(state: State) -> Finding | None:
    if not state.failures:
        return None
    kind = "certificate" if "certificate" in state.error.lower() or "SSL" in state.error else state.kind
    times = f"连续失败 {state.failures} 次: " if state.failures > 1 else ""
    return Finding(kind or "failed", f"{times}{state.error}", _ADVICE.get(kind, "digest sources check 看详情"))


def _moved(source: Source, state: State) -> Finding | None:
    if not state.redirected:
        return None
    return Finding("redirected", f"列表被转到 {state.redirected}", f"核实后把 {source.id} 的 url 改成新地址")


def _silent(seen: Sequence[datetime], now: datetime) -> Finding | None:
    recent = sorted(t for t in seen if now - timedelta(days=HISTORY) <= t <= now)
    if len(recent) < 3 or (recent[-1] - recent[0]).days < LEAST_HISTORY:
        return None
    rate = (len(recent) - 1) / ((recent[-1] - recent[0]).total_seconds() / 86400)
    silence = (now - recent[-1]).total_seconds() / 86400
    # with a rate of r a day, a silence of t days has the chance exp(-rt) (Poisson)
    if math.exp(-rate * silence) >= UNUSUAL:
        return None
    return Finding(
        "silent", f"{silence:.0f} 天没有新条目, 平时每天 {rate:.1f} 条", "安静得不寻常: 打开网站看看是不是改版或换了地址"
    )


def _unreadable(seen: Sequence[datetime], unread: int) -> Finding | None:
    if unread < 3 or unread * 2 < len(seen):
        return None
    return Finding(
        "unreadable", f"{len(seen)} 条中 {unread} 条读不了", "多半是验证码或登录墙: 降低频率, 或由分析师用 digest add 交来"
    )
