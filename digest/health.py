"""When a source is due, how long a failing one is left alone, and what looks wrong with it. Pure.

A source's own usual rate is the measure: nothing else tells a quiet week from a door that closed without a word.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from digest.model import Source
from digest.weeks import beijing

#: a scheduler is never exact: what is due within this long is due now
SLACK = timedelta(minutes=30)
#: days of history that a usual rate rests on, and the least that is one
HISTORY, LEAST_HISTORY = 28, 7
#: days whose pages are counted for what could not be read: what is mended soon looks well again
LATELY = 7
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
class Seen:
    """A source's items: the `times` of the last HISTORY days; of the last LATELY days how many there were (`lately`), why some
    could not be read (`troubles`: the word of an article's problem, `missed` where the page could not be had, → how many),
    how many of them hold characters that could not be decoded, and how many were read in a guessed charset."""

    times: tuple[datetime, ...] = ()
    lately: int = 0
    troubles: Mapping[str, int] = field(default_factory=dict)
    damaged: int = 0
    guessed: int = 0


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
    return f"{beijing(moment):%m-%d %H:%M}"


def findings(source: Source, state: State, seen: Seen, now: datetime) -> list[Finding]:
    """What looks wrong with a source, the gravest first; empty when nothing does."""
    found = [
        _failing(source, state),
        _moved(source, state),
        _silent(seen, now) or _stale(source, state, seen),
        *_unread(source, seen),
        _charset(seen),
    ]
    told = [f for f in found if f]
    if state.note:
        told.append(Finding("note", state.note, f"在浏览器里打开对照; digest sources check {source.id} 看现在的样子"))
    return told


# ------------------------------------------------------------------------------------------------------------- the list
_SLOW = "下次再试; 一直如此就调大 timeout 或停用"
_BROKEN = "对方服务器的毛病, 下次再试; 一直如此就停用, 或换它的另一个地址"
_ADVICE = {
    "no_items": "多半改版了: 打开网页, 照新结构改 selectors 或 paths; 取到的页面已存档",
    "captcha": "对方在拦程序: 调大 cadence_hours 和 min_interval; 一直如此就停用, 要紧的用 digest add 交来",
    "not_a_feed": "在浏览器里打开看看: 地址不再是订阅源, 改 url 或停用",
    "not_json": "在浏览器里打开看看: 接口变了, 改 url 和 paths",
    "not_rankings": "接口变了: 升级 digest, 或暂时停用 openrouter",
    "robots": "对方不愿被采集: 停用它, 要紧的由分析师用 digest add 交来",
    "robots_closed": "按规矩这次不采: 过一小时自动再试; 一直如此就停用",
    "key": "核对环境变量或 .env 里的密钥, 或在 openrouter.ai 换一个",
    "status": "下次再试; 一直如此就改 url 或停用",
    "gone": "地址没有了: 在浏览器里找到新地址, 改 url, 或停用",
    "forbidden": "对方不让程序取: 调大 cadence_hours 再看; 不行就停用, 要紧的用 digest add 交来",
    "too_many": "问得太勤: 调大 cadence_hours 或 min_interval, 到时自动再试",
    "timeout": _SLOW,
    "connection": "先看本机网络; 网络没事就是对方停机, 下次再试",
    "dns": "看 url 里的域名有没有写错, 再看本机网络",
    "truncated": _BROKEN,
    "protocol": _BROKEN,
    "coding": _BROKEN,
    "too_large": "多半不是订阅或列表页: 在浏览器里核对 url",
    "too_heavy": "多半不是订阅或列表页: 在浏览器里核对 url",
    "redirects": "在浏览器里打开, 把 url 改成最后停下的地址",
    "redirect_loop": "在浏览器里打开, 把 url 改成最后停下的地址; 打不开就停用",
    "certificate": "不要绕过: 先在浏览器里核实, 再看本机时间; 对方换好证书就恢复",
    "refused": "列表被指向内网, 已拒绝: 核实这个来源还可不可信",
}


def advice(kind: str, source: str) -> str:
    """What a person should do about a source's failure of that kind."""
    return _ADVICE.get(kind, f"digest sources check {source} 看详情")


def _failing(source: Source, state: State) -> Finding | None:
    if not state.failures:
        return None
    times = f"连续失败 {state.failures} 次: " if state.failures > 1 else ""
    return Finding(state.kind or "failed", f"{times}{state.error}", advice(state.kind, source.id))


def _moved(source: Source, state: State) -> Finding | None:
    if not state.redirected:
        return None
    return Finding("redirected", f"列表被转到 {state.redirected}", f"核实后把 {source.id} 的 url 改成新地址")


def _silent(seen: Seen, now: datetime) -> Finding | None:
    recent = sorted(t for t in seen.times if now - timedelta(days=HISTORY) <= t <= now)
    if len(recent) < 3 or (recent[-1] - recent[0]).days < LEAST_HISTORY:
        return None
    rate = (len(recent) - 1) / ((recent[-1] - recent[0]).total_seconds() / 86400)
    silence = (now - recent[-1]).total_seconds() / 86400
    # with a rate of r a day, a silence of t days has the chance exp(-rt) (Poisson)
    if silence < 1 or math.exp(-rate * silence) >= UNUSUAL:
        return None
    usual = f"每天 {rate:.1f} 条" if rate >= 1 else f"每 {1 / rate:.0f} 天一条"
    return Finding("silent", f"{silence:.0f} 天没有新条目, 平时{usual}", "安静得不寻常: 打开网站看看是不是改版或换了地址")


def _stale(source: Source, state: State, seen: Seen) -> Finding | None:
    if seen.times or state.note or not state.last_ok or state.failures or source.kind in ("openrouter", "import"):
        return None
    return Finding("stale", f"问得通, 但近 {HISTORY} 天一条也没有", "更新少的来源不必管; 不然打开网站看看是不是换了栏目或地址")


# ------------------------------------------------------------------------------------------------------------ its pages
#: word of an article's problem → what it is a sign of
_SIGNS = {
    "captcha": "captcha", "waf": "captcha", "blocked": "captcha",
    "paywall": "paywall", "login": "paywall", "excerpt": "paywall",
    "short": "layout", "unexpected": "layout", "empty": "layout", "list": "layout", "script": "layout", "error": "layout",
    "too heavy": "layout", "garbled": "charset", "missed": "missed",
}  # fmt: skip
_PAGES = {
    "captcha": (
        "是验证码或拦截页",
        "会自动再试; 要紧的在浏览器里打开, 另存后 digest add; 常有就调大 cadence_hours 和 min_interval",
    ),
    "paywall": ("只有导语 (要登录、付费或是摘要)", "换一个转载它的来源, 要紧的由分析师用 digest add 交来全文"),
    "layout": ("读不出正文, 多半改版了", "digest sources check {id} 看一篇, 照新结构改 selectors (body、must_contain)"),
    "missed": ("页面取不到", "会自动再试; 原因看 digest articles, 一直如此就停用"),
    "charset": ("编码混乱, 读不了", "在浏览器里另存后 digest add; 一直如此请告诉发布方"),
}


def _unread(source: Source, seen: Seen) -> list[Finding]:
    """One finding a kind of page that can't be read: a block page counts at once, what may be one odd page when most are so."""
    signs: dict[str, int] = {}
    for word, n in seen.troubles.items():
        if sign := _SIGNS.get(word):
            signs[sign] = signs.get(sign, 0) + n
    return [
        Finding(sign, f"近 {LATELY} 天 {seen.lately} 条中 {signs[sign]} 条{said}", what.format(id=source.id))
        for sign, (said, what) in _PAGES.items()
        if signs.get(sign, 0) >= (1 if sign in ("captcha", "charset") else 3)
        and (sign in ("captcha", "charset") or signs[sign] * 2 >= seen.lately)
    ]


def _charset(seen: Seen) -> Finding | None:
    if seen.damaged:
        return Finding(
            "damaged", f"近 {LATELY} 天 {seen.lately} 条中 {seen.damaged} 条有读不出的字 (显示为 □)", "写稿用到时对照原网页补上"
        )
    if seen.guessed:
        told = f"近 {LATELY} 天 {seen.lately} 条中 {seen.guessed} 条没有写明编码或写错了, 按内容判断着读"
        return Finding("guessed", told, "多半没错: 抽一条与原网页对照")
    return None
