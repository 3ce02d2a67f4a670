"""Pages that are no article although they came with status 200: captcha, login wall, deleted, shell, list. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from digest.extract.dom import UNREADABLE
from digest.extract.weigh import said

_CAPTCHA = re.compile(
    r"环境异常|環境異常|完成(?:下方|下列|以下|滑块|安全)*验证后|安全验证|滑块验证|拖动滑块|请输入验证码|輸入驗證碼|人机验证"
    r"|访问(?:过于|太)频繁|操作频繁|异常(?:请求|访问|流量)|去验证|请在微信客户端打开|請在微信客戶端打開|verifycode|poc_token"
    r"|just a moment|verify (?:that )?you are (?:a )?human|are you a robot|checking your browser"
    r"|enable javascript and cookies|unusual traffic|access (?:to this page has been )?denied|ddos protection|security check"
    r"|ray id|_wafchallengeid|acw_sc__v2",
    re.I,
)
_DELETED = re.compile(
    r"(?:此|该|本)?内容已被(?:发布者|作者|投诉)?\S{0,6}(?:删除|屏蔽)|内容不存在|此内容因违规无法查看|链接已过期|此内容被投诉"
    r"|该公众号已(?:迁移|注销)|文章已(?:被)?(?:删除|下线)|该(?:文章|页面|新闻)(?:已)?(?:不存在|被删除|删除)"
    r"|this (?:post|article|content) (?:has been|was) (?:deleted|removed)"
)
_NOT_FOUND = re.compile(
    r"页面(?:不存在|未找到|找不到)|访问的页面(?:不存在|已)|頁面不存在|找不到(?:该|此|您)?\S{0,6}(?:页面|頁面|网页)"
    r"|page (?:not found|can.t be found|does not exist)|^\s*(?:404|not found)\b|404 not found",
    re.I,
)
_PAYWALL = re.compile(
    r"(?:登录|登錄|登入|购买|購買|订阅|訂閱|付费|付費|开通会员|成为会员)后?(?:即可)?(?:可|才能|方可)?(?:阅读|閱讀|查看|继续|解锁)(?:全文|更多|剩余|完整|原文)?|"
    r"(?:本文为|本文為|本篇为|本篇為)\S{0,6}(?:付费|付費|会员|會員|订户|訂戶|专享)|剩余\s?\d{1,3}\s?%|訂戶限定|会员专享|未完待续，?(?:请)?(?:购买|订阅)|"
    r"(?:subscribe|log ?in|sign ?in|register)(?: now| today)? to (?:continue|read|keep|access|unlock)|already a subscriber|"
    r"this (?:article|content|story) is (?:for|only|reserved|exclusive|available)[^.]{0,30}(?:subscribers|members)",
    re.I,
)
_LOGIN = re.compile(r"^\W{0,4}(?:用户登录|账号登录|扫码登录|请(?:先)?登录|會員登入|请登陆|sign in|log ?in)", re.I)
_SCRIPTED = re.compile(
    r"(?:enable|requires?|turn on) javascript|请(?:启用|开启|打开)\s?javascript|正在加载|加载中|loading", re.I
)


@dataclass(frozen=True, slots=True)
class Looks:
    """What a page looks like: its title and text, all its visible text and how many characters of that are links, the raw
    markup, and whether a time of publication was found."""

    title: str
    text: str
    whole: str
    linked: int
    markup: str
    dated: bool


def problem_of(page: Looks) -> str:
    """Why this is no article, as `word: 中文说明`, or an empty string."""
    n = len(page.text)
    short = f"{page.title}\n{page.text if n >= 40 else page.whole}"[:1500]
    if said(page.text) < (60 if page.dated else 160) and _CAPTCHA.search(short):
        return "captcha: 页面是验证码或访问拦截页，不是文章"
    if n < 40 and len(page.markup) < 40_000 and _CAPTCHA.search(page.markup):
        return "waf: 页面是防火墙的空壳，不是文章"
    if n < 300 and _DELETED.search(short):
        return "deleted: 内容已被删除"
    if n < 300 and _NOT_FOUND.search(short):
        return "soft404: 页面不存在（服务器却答 200）"
    if re.match(r"\s*[\[{]\s*[\"{\]}]", page.markup[:200]):
        return "error: 服务器返回的是数据或错误信息，不是页面"
    return _incomplete(page)


def _incomplete(page: Looks) -> str:
    n = len(page.text)
    if n < 600 and _PAYWALL.search(page.text[-300:] if n >= 40 else page.whole[:1500]):
        return "paywall: 只有导语，全文需登录或付费"
    if n < 40 and _LOGIN.search(page.title or page.whole[:200]):
        return "login: 页面要求登录"
    unread = page.text.count(UNREADABLE)
    if unread > 2 and unread * 100 > n:
        return f"garbled: 编码混乱，正文有 {unread} 个字读不出"
    if n < 250 and not page.dated and page.linked > max(1500, 8 * n):
        return "list: 页面是列表，没有正文"
    return "" if page.text else _empty(page)


def _empty(page: Looks) -> str:
    if len(page.whole) < 200 and ("<script" in page.markup or _SCRIPTED.search(page.whole)):
        return "script: 页面靠脚本生成，没有正文"
    return "list: 页面是列表，没有正文" if page.linked * 2 > len(page.whole) > 200 else "empty: 页面没有正文"
