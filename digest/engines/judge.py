"""A second reader, off by default: another look at claims that the checks can't decide.

Its word is stored beside the check, as its word. It never turns an absent figure or date into a supported one, and a draft that
leans on it keeps its open checks: a named person still has to answer for them.
"""

from __future__ import annotations

from collections.abc import Sequence

from digest.engines.form import locate
from digest.engines.numbered import Sheet
from digest.engines.prompts import Prompt
from digest.engines.providers import Endpoint
from digest.engines.records import Answer, Ask
from digest.engines.shape import Unreadable, Verdict, Verdicts, read, verdicts_schema
from digest.model import Check
from digest.text import digest_of, fold, one_line

#: kinds of check that are arithmetic or exact comparison: no opinion counts there
EXACT = frozenset({"figure", "date", "sum", "credit", "injection"})
_MOST = 8


def may_ask(failed: Sequence[Check]) -> bool:
    """Whether all that failed is a matter of reading, and little enough."""
    return 0 < len(failed) <= _MOST and not any(c.kind in EXACT for c in failed)


def ask(endpoint: Endpoint, prompt: Prompt, page: Sheet, failed: Sequence[Check]) -> Ask:
    """The question about the failed claims."""
    story, claims = page.text(), "\n".join(f"{n}. {one_line(c.claim)}" for n, c in enumerate(failed, 1))
    fence = f"=====材料 {digest_of(story)[:12]}====="
    key = digest_of(endpoint.base_url, endpoint.model, endpoint.structured, prompt.fingerprint, story, claims)
    values = {"fence": fence, "sources": story, "claims": claims}
    return Ask("judge", key, endpoint.name, prompt.id, prompt.fill(values), verdicts_schema())


def opinions(
    answer: Answer, failed: Sequence[Check], page: Sheet, endpoint: Endpoint
) -> tuple[dict[tuple[str, str], str], bool]:
    """What it says of each claim, by (field, claim), and whether it supports all of them with words that stand in a source."""
    try:
        verdicts = {} if answer.trouble else {v.n: v for v in read(answer.text, Verdicts).verdicts}
    except Unreadable:
        verdicts = {}
    words: dict[tuple[str, str], str] = {}
    agreed = True
    for n, check in enumerate(failed, 1):
        stands = n in verdicts and verdicts[n].supported and _stands(verdicts[n], page)
        agreed = agreed and stands
        if n in verdicts:
            said = "认为有据" if stands else "认为无据" if not verdicts[n].supported else "认为有据，但引文不在原文"
            words[check.field, check.claim] = f"第二意见（{endpoint.name}）{said}：{one_line(verdicts[n].reason)[:80]}"
    return words, agreed


def _stands(verdict: Verdict, page: Sheet) -> bool:
    wanted = "".join(map(fold, verdict.quote))
    return len(wanted) >= 6 and any(locate(wanted, page.said(line)) for line in page.lines)
