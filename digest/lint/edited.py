"""Headlines and sentences that a report prints twice with one thing in them changed, seen with the verifier's eyes."""

from __future__ import annotations

from collections.abc import Iterator

from digest import verify
from digest.lint.document import Block
from digest.lint.finding import Finding, Remark
from digest.lint.report import Report
from digest.model import Article
from digest.verify.mentions import Names

_VIEWS = "观点"
#: as the checks of the verifier are called here
_RULES = {"subject": "entity_name", "date": "date_mismatch"}


def find(report: Report, names: Names | None = None) -> Iterator[Finding]:
    """What front page, contents, the chapter of views and headings have otherwise than the body in its own words."""
    body = [p.block for p in report.body if _VIEWS not in p.block.heading]
    headings = [p.block for p in report.headings]
    told, all_told = _article(body), _article([*headings, *body])
    views = [p.block for p in report.body if _VIEWS in p.block.heading]
    for block in [*(p.block for p in report.front), *report.document.in_zone("contents"), *views]:
        yield from _block(block, all_told, names)
    for block in (p.block for p in report.front):
        yield from _in_other_words(block, all_told, names)
    for block in headings:
        yield from _block(block, told, names)


def _article(blocks: list[Block]) -> Article:
    return Article("body", "", "", "", "", "\n".join(b.text for b in blocks), "zh", None)


def _block(block: Block, told: Article, names: Names | None) -> Iterator[Finding]:
    for check in verify.edits(block.text, [told], names=names):
        there = check.evidence[0].quote if check.evidence else ""
        remark = Remark(_RULES.get(check.kind, "retold_edit"), f"与正文同一句不一致：{check.note}", there)
        yield remark.at(block.place(check.start, check.end), check.claim)


#: what the verifier says of a summary in its own words without a false alarm: % for 百分点, 环比 for 同比, 投后 for 投前
_SURE = ("单位不同", "比较基准不同", "口径不同")
#: of one figure it may be another reading, of two in one line they were exchanged
_EXCHANGED = "指标不同"


def _in_other_words(block: Block, told: Article, names: Names | None) -> Iterator[Finding]:
    found = [c for c in verify.sentence(block.text, [told], names=names) if c.verdict == "absent"]
    exchanged = [c for c in found if c.note.startswith(_EXCHANGED)]
    for check in [c for c in found if c.note.startswith(_SURE)] + (exchanged if len(exchanged) > 1 else []):
        there = check.evidence[0].quote if check.evidence else ""
        remark = Remark("retold_edit", f"与正文不一致：{check.note}", there, "warning")
        yield remark.at(block.place(check.start, check.end), check.claim)
