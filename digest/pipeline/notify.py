"""A word to the desk when a run needs a person: by apprise (extra `notify`), to the addresses in DIGEST_NOTIFY."""

from __future__ import annotations

from digest.config.keys import variables
from digest.pipeline.run import Outcome
from digest.pipeline.shared import Desk
from digest.weeks import week_of

#: where to send: apprise addresses, separated by white space. They hold tokens, so they live in the environment or `.env`
VARIABLE = "DIGEST_NOTIFY"
#: findings of sources that answer which a person should hear of at once
_WORTH_IT = ("silent", "redirected", "layout")


def message(desk: Desk, outcome: Outcome) -> str:
    """What a person should know after a run, in Chinese; "" when there is nothing."""
    lines = [f"失败: {r.id} {r.error}" for r in outcome.sources if r.status == "failed"]
    names = {s.id: s.name for s in desk.sources}
    lines += [f"{names[i]} ({i}): {f.message}" for i, found in desk.findings.items() for f in found if f.kind in _WORTH_IT]
    week = week_of(desk.now)
    counts = desk.store.drafts.weeks().get(week, {})
    if counts.get("void"):
        lines.append(f"{week} 有 {counts['void']} 条批准失效, 要重新核对")
    if outcome.drafts and counts.get("pending"):
        lines.append(f"{week} 有 {counts['pending']} 条待审, 本次新稿 {outcome.drafts} 条")
    return "\n".join(lines)


def notify(desk: Desk, outcome: Outcome) -> str:
    """Send what a person should know, where DIGEST_NOTIFY names addresses; returns what went wrong, "" when nothing did."""
    addresses = variables(desk.home.root / ".env")(VARIABLE).split()
    text = message(desk, outcome) if addresses else ""
    if not text:
        return ""
    try:
        import apprise
    except ImportError:
        return f"设置了 {VARIABLE}, 但没有装 apprise —— pip install 'digest[notify]'"
    sender = apprise.Apprise()
    # every address is tried and none is printed: they hold tokens
    if sum(not sender.add(a) for a in addresses):
        return f"{VARIABLE} 里有 apprise 不认识的地址"
    return "" if sender.notify(title="Digest", body=text) else "通知没有送达"
