"""What went wrong on the way, as a kind for programs and one Chinese line for people. Pure.

Libraries speak English and of their own parts; a desk needs to know whether its network, the publisher's server or the
address is at fault.
"""

from __future__ import annotations

import re

from digest.text import one_line

#: in order: the first that stands in the error's text tells what it was
_SIGNS: tuple[tuple[str, str, str], ...] = (
    ("certificate has expired", "certificate", "对方的证书已过期"),
    ("not yet valid", "certificate", "对方的证书还没有生效, 或本机时间不对"),
    ("Hostname mismatch", "certificate", "对方的证书与域名不符"),
    ("self-signed certificate", "certificate", "对方的证书是自签名的"),
    ("self signed certificate", "certificate", "对方的证书是自签名的"),
    ("CERTIFICATE_VERIFY_FAILED", "certificate", "对方的证书不可信"),
    ("SSL", "certificate", "加密连接建不起来 (TLS)"),
    ("Name or service not known", "dns", "域名解析不了"),
    ("nodename nor servname", "dns", "域名解析不了"),
    ("getaddrinfo failed", "dns", "域名解析不了"),
    ("name resolution", "dns", "域名解析不了"),
    ("No address associated", "dns", "域名解析不了"),
    ("refused", "connection", "对方拒绝连接"),
    ("unreachable", "connection", "网络不通"),
    ("without sending a response", "connection", "对方没有应答就断开了连接"),
    ("without sending complete", "truncated", "应答不完整"),
    ("reset by peer", "connection", "连接被对方中断"),
    ("Broken pipe", "connection", "连接被对方中断"),
    ("chunk", "protocol", "应答不合规: 分块的长度读不懂"),
    ("conflicting Content-Length", "protocol", "应答不合规: 给出两个不同的 Content-Length"),
    ("Content-Length", "protocol", "应答不合规: Content-Length 不是数"),
    ("buffer too long", "protocol", "应答不合规: 应答头太大"),
    ("header", "protocol", "应答不合规: 应答头里有非法字符"),
)
_COUNTED = re.compile(r"received (\d+) bytes, expected (\d+)")
_STATUS = {
    401: "要登录或密钥", 402: "要付费", 403: "拒绝访问", 404: "没有这个地址", 406: "不接受这样的请求", 408: "对方等得太久",
    410: "已经删除", 412: "多半是反爬拦截", 418: "多半是反爬拦截", 429: "嫌问得太勤", 451: "依法不提供", 500: "对方出错",
    502: "对方的网关出错", 503: "对方暂停服务", 504: "对方的网关超时", 521: "多半是反爬拦截", 567: "多半是反爬拦截",
}  # fmt: skip
_KINDS = {401: "forbidden", 402: "forbidden", 403: "forbidden", 404: "gone", 410: "gone", 412: "forbidden", 418: "forbidden",
          429: "too_many", 451: "forbidden", 521: "forbidden", 567: "forbidden"}  # fmt: skip


def broken(error: Exception) -> tuple[str, str]:
    """The kind (certificate, dns, connection, truncated, protocol) and the line of a connection that failed."""
    text = one_line(str(error))
    for sign, kind, line in _SIGNS:
        if sign in text:
            counted = _COUNTED.search(text) if kind == "truncated" else None
            return kind, f"{line}: 收到 {counted[1]} 字节, 对方说有 {counted[2]}" if counted else line
    return "connection", f"连接失败: {_ascii(f'{type(error).__name__} {text}')}"


def malformed(error: Exception) -> str:
    """The line of an address or answer that HTTP doesn't allow."""
    return f"不合规的应答或地址: {_ascii(str(error) or type(error).__name__)}"


def status_kind(status: int) -> str:
    """gone (404, 410), forbidden (401, 403 and the codes of web firewalls), too_many (429) or status."""
    return _KINDS.get(status, "status")


def status_line(status: int) -> str:
    """A status in words."""
    word = _STATUS.get(status) or ("对方出错" if status >= 500 else "")
    return f"服务器答 {status}" + (f" ({word})" if word else "")


def span(seconds: float) -> str:
    """A waiting time for people: 90 秒, 5 分钟, 3 小时, 365 天."""
    for size, unit in ((86400, "天"), (3600, "小时"), (60, "分钟")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} 秒"


def _ascii(text: str) -> str:
    return re.sub(r"\\x[0-9a-f]{2}", "?", text)[:120]
