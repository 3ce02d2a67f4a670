"""What the panes of the review room say, as lines with named styles. Pure: a screen draws them, a test reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from digest.decide import ACTIONS, Entry
from digest.model import Article, Check, Member
from digest.review.layout import Line, Mark, Piece, cells, fit, flow, hung, table, visible
from digest.review.queue import STATUSES, Row
from digest.review.view import View, about_claim, by_claims, changes, claims, conflict_rows, evidence_of, shortened, sides_of
from digest.review.words import KINDS, VERDICTS
from digest.text import one_line, sentences
from digest.weeks import beijing

ROLES = {
    "original": "首发", "reprint": "转载", "rewrite": "改写", "followup": "跟进", "correction": "更正", "denial": "否认",
    "roundup": "早报",
}  # fmt: skip
_ORDER = ("supported", "derived", "absent", "conflicting")
_FIELD_NAMES = {"headline": "标题", "body": "正文", "lead_paragraph": "首页一句"}


def clock(stored: str | datetime | None) -> str:
    """A time as `02-27 19:02` in Beijing; what is no time stays as it is."""
    if not stored:
        return ""
    try:
        moment = datetime.fromisoformat(stored) if isinstance(stored, str) else stored
        return f"{beijing(moment):%m-%d %H:%M}" if moment.tzinfo else f"{moment:%m-%d %H:%M}"
    except ValueError:
        return one_line(str(stored))


# ------------------------------------------------------------------------------------------------------------------- queue
def queue_line(item: Row, width: int) -> Line:
    """A row of the list: state, weight, what needs a look, headline, lead source and time; exactly so many cells."""
    state, style = _state(item)
    flags = " ".join(f"{n}{k}" for k, n in (("冲突", item.conflicting), ("无据", item.absent), ("分歧", item.disputes)) if n)
    flag_style = "conflicting" if item.conflicting else "absent" if item.absent else "derived"
    tail = f"{clock(item.published_at)} {one_line(item.credit)}".strip() if width >= 70 else ""
    tail = fit(tail, 26) if tail else ""
    pieces = [Piece(f" {state} ", (style,)), Piece(fit("*" * item.importance, 4), ("weight",))]
    if flags:
        pieces += [Piece(flags, (flag_style,)), Piece(" ")]
    used = sum(cells(p.text) for p in pieces)
    room = width - used - (cells(tail) + 1 if tail else 0)
    pieces.append(Piece(fit(one_line(item.headline), max(4, room)), ("faded",) if not item.waits else ()))
    return (*pieces, Piece(f" {tail}", ("dim",))) if tail else tuple(pieces)


def _state(item: Row) -> tuple[str, str]:
    return {"pending": ("待", "dim"), "approved": ("准", "supported"), "rejected": ("拒", "faded"), "void": ("失", "absent")}[
        item.status
    ]


def section_line(title: str, rows: Sequence[Row], width: int) -> Line:
    """The head of a section in the list."""
    waiting = sum(r.waits for r in rows)
    return (Piece(fit(f" {title}  待审 {waiting} / 共 {len(rows)}", width), ("section",)),)


# ------------------------------------------------------------------------------------------------------------------- draft
def draft_page(view: View, selected: int, width: int, section: str) -> list[Line]:
    """The draft with its claims coloured, why it's here, its articles, what changed, and what was decided about it."""
    draft = view.draft
    checks = claims(draft)
    lines = _standing(view, section, width)
    lines += flow(draft.headline, width, _marks(checks, "headline", selected), "title")
    lines += [(), *flow(draft.body, width, _marks(checks, "body", selected))]
    credit = f"(资料来源: {'、'.join(draft.credits)})"
    lines += flow(credit, width, _credit_marks(checks, credit, selected))
    lines += _first_page(view, checks, selected, width)
    lines += [(), *_checks_line(view), *_changed(view, width), *_conflicts(view, width)]
    return [*lines, *_why(view, width), *_articles(view, width), *_history(view.history, width)]


def _conflicts(view: View, width: int) -> list[Line]:
    lines = conflict_lines(by_claims(view.draft), width)
    return [(), (Piece("各家说法不一", ("label",)),), *lines] if lines else []


def _first_page(view: View, checks: Sequence[Check], selected: int, width: int) -> list[Line]:
    """The first-page sentence; where it is the opening of the body, only that it is."""
    draft = view.draft
    if not draft.lead_paragraph:
        return []
    if draft.body.replace("\n", "").startswith(draft.lead_paragraph):
        count = sum(1 for _ in sentences(draft.lead_paragraph))
        return flow(f"(首页一句: 正文的前 {count} 句)", width, style="dim")
    return [(), (Piece("首页一句", ("label",)),), *flow(draft.lead_paragraph, width, _lead_marks(view, checks, selected))]


def _standing(view: View, section: str, width: int) -> list[Line]:
    d = view.draft
    words = [STATUSES[d.status], section, "*" * d.importance, f"第 {d.revision} 版", d.id]
    lines = flow(" | ".join(filter(None, words)), width, style="dim")
    if d.status == "approved":
        lines += flow(
            f"{d.approved_by} {clock(d.approved_at)} 批准" + (f": {d.approval_note}" if d.approval_note else ""),
            width,
            style="supported",
        )
    if d.status == "void":
        lines += flow(f"批准已失效: {d.approval_note or '正文、证据或来源变了'}", width, style="absent")
    if d.status == "rejected" and (last := next((e for e in reversed(view.history) if e.reason), None)):
        lines += flow(
            f"{last.by} {clock(last.at)} {ACTIONS.get(last.action, last.action)}: {last.reason}", width, style="faded"
        )
    return lines


def _marks(checks: Sequence[Check], field: str, selected: int) -> list[Mark]:
    """The claims of a field, the doubtful ones above the others, the selected one on top."""
    here = [(n, c) for n, c in enumerate(checks) if c.field == field]
    here.sort(key=lambda pair: (pair[0] == selected, _ORDER.index(pair[1].verdict)))
    marks = [Mark(c.start, c.end, c.verdict, n) for n, c in here]
    return marks + [Mark(c.start, c.end, "lit", n) for n, c in here if n == selected]


def _lead_marks(view: View, checks: Sequence[Check], selected: int) -> list[Mark]:
    """The first-page sentence repeats the body: its claims are coloured, and lit together with the same words there."""
    chosen = checks[selected] if 0 <= selected < len(checks) else None
    numbers = {(c.claim, c.verdict): n for n, c in reversed(list(enumerate(checks)))}
    marks = []
    for check in sorted((c for c in view.draft.checks if c.field == "lead_paragraph"), key=lambda c: _ORDER.index(c.verdict)):
        number = numbers.get((check.claim, check.verdict), -1)
        marks.append(Mark(check.start, check.end, check.verdict, number))
        if chosen and (check.claim, check.verdict) == (chosen.claim, chosen.verdict):
            marks.append(Mark(check.start, check.end, "lit", number))
    return marks


def _credit_marks(checks: Sequence[Check], credit: str, selected: int) -> list[Mark]:
    marks = []
    for n, check in enumerate(checks):
        at = credit.find(check.claim) if check.field == "credits" and check.claim else -1
        if at >= 0:
            marks.append(Mark(at, at + len(check.claim), check.verdict, n))
            if n == selected:
                marks.append(Mark(at, at + len(check.claim), "lit", n))
    return marks


def _checks_line(view: View) -> list[Line]:
    counts = {v: sum(c.verdict == v for c in view.draft.checks) for v in _ORDER}
    pieces = [p for v, n in counts.items() if n for p in (Piece(f"{VERDICTS[v]} {n}", (v,)), Piece("  "))]
    return [(Piece("核对", ("label",)), Piece("  "), *(pieces or [Piece("没有可核对的", ("dim",))]))]


def _why(view: View, width: int) -> list[Line]:
    lines = [line for text in view.reasons for line in hung("-", one_line(text), width)]
    notes = [line for text in view.draft.notes for line in hung("注", one_line(text), width)]
    return [(), (Piece("为什么在这一节、这个分量", ("label",)),), *lines, *notes] if lines or notes else []


def _articles(view: View, width: int) -> list[Line]:
    lines: list[Line] = [(), (Piece(f"报道 {len(view.members)} 篇", ("label",)),)]
    for article, member in view.members:
        lines += hung(ROLES.get(member.role, member.role), _told(article), width)
        lines += _doubts(article, width, indent=5)
        lines += flow(article.url, width, style="link", indent=5)
    return lines


def _doubts(article: Article, width: int, indent: int = 0) -> list[Line]:
    """What a reader should know before believing an article: a page that is missing, a doubtful time."""
    return [
        line for words in article.doubts for line in flow(f"! {one_line(words)}", width, style="conflicting", indent=indent)
    ]


def _told(article: Article) -> str:
    when = clock(article.published.at) if article.published else "时间不详"
    return f"{one_line(article.credit)} {when}  {one_line(article.title)}"


def _changed(view: View, width: int) -> list[Line]:
    before = view.previous
    if before is None:
        return []
    now = next((r for r in view.revisions if r["revision"] == view.draft.revision), None)
    who = f", {one_line(now['by']) or '程序'} {clock(now['at'])}" if now else ""
    lines: list[Line] = [(), (Piece(f"第 {view.draft.revision} 版改了什么 (对第 {before['revision']} 版{who})", ("label",)),)]
    for field, name in _FIELD_NAMES.items():
        old, new = str(before[field]), str(getattr(view.draft, field))
        if old != new:
            lines += _difference(name, old, new, width)
    old_checks = {(c["claim"], c["verdict"]) for c in before["checks"]}
    fresh = [c for c in claims(view.draft) if (c.claim, c.verdict) not in old_checks]
    for check in fresh[:6]:
        lines += hung(
            VERDICTS[check.verdict], f"{KINDS.get(check.kind, check.kind)} {one_line(check.claim)}", width, check.verdict
        )
    return lines if len(lines) > 2 else [*lines, (Piece("文字没有变, 证据或来源变了", ("dim",)),)]


def _difference(name: str, old: str, new: str, width: int) -> list[Line]:
    text, marks = f"{name}: ", []
    for change in shortened(changes(old, new)):
        shown = change.text.replace("\n", " / ")
        if change.kind != "same":
            shown = f"[-{shown}-]" if change.kind == "removed" else f"{{+{shown}+}}"
            marks.append(Mark(len(text), len(text) + len(shown), change.kind))
        text += shown
    return flow(text, width, marks)


def _history(entries: Sequence[Entry], width: int) -> list[Line]:
    if not entries:
        return []
    lines: list[Line] = [(), (Piece("经过", ("label",)),)]
    for e in entries[-8:]:
        said = " ".join(filter(None, (e.reason, f"“{one_line(e.note)}”" if e.note else "")))
        lines += flow(f"{clock(e.at)} {e.by} {ACTIONS.get(e.action, e.action)} {said}".rstrip(), width, style="dim")
    return lines


# ---------------------------------------------------------------------------------------------------------------- evidence
def claim_page(view: View, selected: int, shown: str, width: int) -> list[Line]:
    """The selected claim with its verdict, which article stands below, and the conflicts that the claim is part of."""
    checks = claims(view.draft)
    check = checks[selected] if 0 <= selected < len(checks) else None
    about = about_claim(view.draft, check)
    lines = (
        _claim_lines(check, f"{selected + 1}/{len(checks)}", width, noted=not about or check.verdict != "conflicting")
        if check
        else []
    )
    return [*lines, *_source_line(view, shown, width), *conflict_lines(about, width, most=2)]


def _claim_lines(check: Check, place: str, width: int, *, noted: bool) -> list[Line]:
    """The claim in a line, and its note where no table tells the same."""
    head = f"{place} {VERDICTS[check.verdict]} {KINDS.get(check.kind, check.kind)}"
    claim = fit(f" “{one_line(check.claim)}”", max(8, width - cells(head)))
    note = check.note if noted else ""
    note = note or ("" if check.evidence else "存档的报道里找不到依据")
    return [
        (Piece(head, (check.verdict,)), Piece(claim, ("title",))),
        *(flow(one_line(note), width, style="dim") if note else []),
    ]


def conflict_lines(conflicts: Sequence[Mapping[str, object]], width: int, most: int = 4) -> list[Line]:
    """Conflicts as one table: value, source, time, cut-off; what each is about stands above its values. So many at most."""
    left, conflicts = len(conflicts) - most, conflicts[:most]
    rows, styles = [("数值", "来源", "时间", "截至")], list[str]()
    lines: list[Line] = []
    for conflict in conflicts:
        found = [(v, c, clock(t), u) for v, c, t, u in conflict_rows(conflict)]
        rows += found
        styles += ["conflicting"] * len(found)
    drawn = table(rows, width, styles)
    at = 1
    for conflict in conflicts:
        what = " ".join(filter(None, (one_line(str(conflict.get(k) or "")) for k in ("subject", "claim", "note"))))
        count = len(conflict_rows(conflict))
        lines += [*flow(f"冲突: {what}", width, style="dim"), *drawn[at : at + count]]
        at += count
    more: list[Line] = [(Piece(f"另有 {left} 处", ("dim",)),)] if left > 0 else []
    return [drawn[0], *lines, *more] if conflicts else []


def _source_line(view: View, shown: str, width: int) -> list[Line]:
    article = view.article(shown)
    if article is None:
        return [(Piece("没有存档的报道", ("dim",)),)]
    names = [a.id for a in view.articles]
    role = next((ROLES.get(m.role, m.role) for a, m in view.members if a.id == shown), "他稿")
    place = f"{names.index(shown) + 1}/{len(names)}" + (" <-->" if len(names) > 1 else "")
    when = clock(article.published.at) if article.published else "时间不详"
    return [(Piece(fit(f"{place} {role} {one_line(article.credit)} {when}", width), ("section",)),)]


def shown_article(view: View, selected: int) -> str:
    """The article to show for a claim: where its evidence stands, else the lead."""
    checks = claims(view.draft)
    spans = evidence_of(view, checks[selected]) if 0 <= selected < len(checks) else []
    known = [e.article for e in spans if view.article(e.article)]
    return (known or [a.id for a in view.articles] or [""])[0]


def evidence_page(view: View, selected: int, shown: str, width: int) -> list[Line]:
    """An article as it's archived, every claim's evidence coloured and the selected claim's lit."""
    article = view.article(shown)
    if article is None:
        return []
    checks = claims(view.draft)
    marks = [Mark(e.start, e.end, c.verdict, n) for n, c in enumerate(checks) for e in c.evidence if e.article == shown]
    marks += [Mark(e.start, e.end, "conflicting") for c in view.draft.conflicts for e in sides_of(c) if e.article == shown]
    marks.sort(key=lambda m: (_ORDER.index(m.style), m.start - m.end))
    chosen = evidence_of(view, checks[selected]) if 0 <= selected < len(checks) else []
    marks += [Mark(e.start, e.end, "lit", selected) for e in chosen if e.article == shown]
    return _document(article, marks, width)


def _document(article: Article, marks: Sequence[Mark], width: int) -> list[Line]:
    """Title, what is doubtful, a blank line, then the paragraphs; the spans count in the whole document."""
    lines = flow(article.document, width, [Mark(0, len(article.title), "title"), *marks])
    titles = len(flow(article.title, width))
    return [*lines[:titles], *_doubts(article, width), (), *lines[titles:]]


def lit_line(lines: Sequence[Line]) -> int:
    """The first line with something lit, -1 when there's none."""
    return next((n for n, line in enumerate(lines) if any("lit" in p.styles for p in line)), -1)


def plain(lines: Sequence[Line]) -> str:
    """The lines without styles."""
    return "\n".join("".join(p.text for p in line).rstrip() for line in lines)


def member_label(article: Article, member: Member) -> str:
    """An article in a list to choose from."""
    return f"{ROLES.get(member.role, member.role)} {visible(_told(article))}"


def row_label(item: Row) -> str:
    """A draft in a list to choose from."""
    return f"{STATUSES[item.status]} {one_line(item.headline)} ({one_line(item.credit)})"
