"""One polite question: only what the host's robots.txt allows, with the gap that it asks for."""

from __future__ import annotations

from dataclasses import dataclass, replace

from digest.fetch import robots
from digest.fetch.robots import Robots
from digest.model import Failure, Page, Request
from digest.pipeline.shared import Desk
from digest.pipeline.side_by_side import Chain


@dataclass(frozen=True, slots=True)
class Result:
    """How a source fared. `status`: ok, unchanged, waiting (not due), skipped (no key) or failed; `seen` entries were listed,
    `new` of them filed; `advice` is what to do about the error."""

    id: str
    status: str
    seen: int = 0
    new: int = 0
    error: str = ""
    advice: str = ""


def ask(desk: Desk, request: Request) -> Chain[Page | Failure]:
    """The answer to a request, or a Failure (`robots`) without asking where the host doesn't want to be asked."""
    rules = yield from _rules(desk, request)
    if not rules.allows(request.url):
        return robots.refusal(rules, request.url)
    answer: Page | Failure = yield replace(request, gap=max(request.gap, rules.delay), seconds=_patience(desk, request))
    return answer


def _patience(desk: Desk, request: Request) -> float:
    """How many seconds the source's hosts may take to answer, as the source list says."""
    return next((s.timeout for s in desk.sources if s.id == request.source), 0.0)


def _rules(desk: Desk, request: Request) -> Chain[Robots]:
    """The host's rules: of this run, else as kept from the last day, else asked for."""
    address = robots.address(request.url)
    if address not in desk.robots:
        kept = desk.store.sources.robots(address, desk.now)
        if kept:
            desk.robots[address] = Robots(*kept)
        else:
            found = robots.rules(
                (yield Request(address, request.source, "robots", private=request.private, seconds=_patience(desk, request)))
            )
            with desk.store.write():
                desk.store.sources.keep_robots(address, found.text, found.closed, desk.now)
            desk.robots[address] = found
    return desk.robots[address]
