"""Edition → the texts that go into the report, and what they rest on. Pure; the same edition gives the same bytes."""

from digest.export.blocks import PENDING, Block, front, section
from digest.export.changes import Change, changes, marked
from digest.export.dossier import (
    Charted,
    Cited,
    Decided,
    Dossier,
    Item,
    Skipped,
    as_json,
    charts_as_json,
    charts_from,
    from_json,
)
from digest.export.evidence import evidence
from digest.export.house import House
from digest.export.into import splice
from digest.export.layout import Chapter, Layout, Part, layout
from digest.export.markdown import escape, markdown, plain
from digest.export.report import Passage, report
from digest.export.word import docx, fill

__all__ = [
    "PENDING",
    "Block",
    "Change",
    "Chapter",
    "Charted",
    "Cited",
    "Decided",
    "Dossier",
    "House",
    "Item",
    "Layout",
    "Part",
    "Passage",
    "Skipped",
    "as_json",
    "changes",
    "charts_as_json",
    "charts_from",
    "docx",
    "escape",
    "evidence",
    "fill",
    "from_json",
    "front",
    "layout",
    "markdown",
    "marked",
    "plain",
    "report",
    "section",
    "splice",
]
