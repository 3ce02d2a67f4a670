"""Pages as browsers save them in one file (MHTML): a MIME message whose first HTML part is the page. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

_HEADERS = re.compile(rb"^(?:[A-Za-z-]{1,40}:[^\n]*\n(?:[ \t][^\n]*\n)*){1,40}\r?\n")
#: a page without pictures may be saved as its one part
_PAGE = re.compile(rb"^content-type:\s*(?:multipart/related|text/html)", re.I | re.M)


@dataclass(frozen=True, slots=True)
class Saved:
    """The page inside, its content type and the address it was saved from."""

    body: bytes
    content_type: str
    url: str


def saved_page(body: bytes) -> Saved | None:
    """The page that an MHTML file holds; None when the bytes are no such file."""
    head = _HEADERS.match(body[:20_000])
    if not head or not _PAGE.search(head[0]):
        return None
    from email import message_from_bytes

    message = message_from_bytes(body)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            raw = part.get_payload(decode=True)
            url = str(part.get("Content-Location") or message.get("Snapshot-Content-Location") or "")
            return Saved(raw, str(part.get("Content-Type") or ""), url) if isinstance(raw, bytes) else None
    return None
