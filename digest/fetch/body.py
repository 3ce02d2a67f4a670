"""Reading a body under a cap: what counts is the size after the content coding is removed.

Only gzip is asked for. It is inflated in bounded steps (`zlib.decompressobj` with a maximum), because a thousandfold bomb
passes any cap that looks at whole chunks.
"""

from __future__ import annotations

import zlib

import httpx2

_GZIP = b"\x1f\x8b"


class BodyError(Exception):
    """The body can't be used; `kind` is a word for programs, the message one line for people."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


def read_body(response: httpx2.Response, max_bytes: int) -> bytes:
    """The decoded body. Raises BodyError (`too_large`, `coding`) and httpx2's transport errors."""
    codings = [c.strip().lower() for c in response.headers.get("content-encoding", "").split(",") if c.strip()]
    codings = [c for c in codings if c != "identity"]
    if len(codings) > 1 or any(c not in ("gzip", "x-gzip") for c in codings):
        raise BodyError("coding", f"用了没有要求过的压缩方式: {', '.join(codings)[:80]}")
    raw = bytearray()
    for chunk in response.iter_raw():
        raw += chunk
        if len(raw) > max_bytes:
            raise BodyError("too_large", f"内容超过 {max_bytes // 1024 // 1024} MiB 上限")
    # some servers compress without saying so, others say so and don't
    return inflate(bytes(raw), max_bytes) if raw[:2] == _GZIP else bytes(raw)


def inflate(data: bytes, max_bytes: int) -> bytes:
    """gzip bytes inflated, at most `max_bytes`; raises BodyError for more, for damage and for a cut end."""
    out, rest = bytearray(), data
    while rest[:2] == _GZIP:  # a gzip stream may have several members (RFC 1952 2.2)
        inflater = zlib.decompressobj(wbits=31)
        try:
            out += inflater.decompress(rest, max_bytes + 1 - len(out))
        except zlib.error as error:
            raise BodyError("coding", "压缩数据损坏") from error
        if len(out) > max_bytes:
            raise BodyError("too_large", f"解压后超过 {max_bytes // 1024 // 1024} MiB 上限")
        if not inflater.eof:
            raise BodyError("coding", "压缩数据不完整")
        rest = inflater.unused_data
    return bytes(out)
