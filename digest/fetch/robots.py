"""robots.txt by protego, read as RFC 9309 says: 4xx allows all, 5xx and silence allow nothing for now."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from protego import Protego

from digest.model import Failure, Page

#: what RFC 9309 2.5 asks a crawler to read at least, and all that we read
MOST_BYTES = 500 * 1024
#: seconds: a longer crawl-delay is a mistake or a way to say no
LONGEST_DELAY = 60.0
AGENT = "Digest"
#: failures that are the host's as a whole, whatever was asked for
_UNREACHED = ("certificate", "dns", "connection", "timeout", "refused")


@dataclass(frozen=True)
class Robots:
    """The rules of one origin. `closed` says why nothing may be asked (`kind: words`), empty when something may."""

    text: str = ""
    closed: str = ""
    _parsed: Protego = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_parsed", Protego.parse(self.text))

    def allows(self, url: str) -> bool:
        """Whether our agent may ask for that address; robots.txt itself always may be."""
        return urlsplit(url).path == "/robots.txt" or (not self.closed and bool(self._parsed.can_fetch(url, AGENT)))

    @property
    def delay(self) -> float:
        """Seconds that the host asks for between two requests, 0 when it doesn't."""
        return min(float(self._parsed.crawl_delay(AGENT) or 0.0), LONGEST_DELAY)


def rules(answer: Page | Failure) -> Robots:
    """The rules that an answer to /robots.txt gives. A page of HTML in its place gives none, as nothing does."""
    if isinstance(answer, Failure):
        refused = answer.kind != "too_many" and answer.message.startswith("服务器答 4")
        return Robots() if refused else Robots(closed=f"{answer.kind}: {answer.message}")
    text = answer.body[:MOST_BYTES].decode("utf-8", "replace")
    return Robots("" if text.lstrip()[:1] == "<" else text)


def address(url: str) -> str:
    """Where the robots.txt of an address lies."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/robots.txt"


def refusal(found: Robots, url: str) -> Failure:
    """Why an address was not asked for: a host that can't be reached at all is not told as one with odd rules."""
    if not found.closed:
        return Failure(url, "robots", "robots.txt 不允许采集")
    kind, _, message = found.closed.partition(": ")
    return Failure(url, kind, message) if kind in _UNREACHED else Failure(url, "robots_closed", f"robots.txt 取不到: {message}")
