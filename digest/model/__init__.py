"""The frozen records that flow between the rooms, one a step.

    Source → Request → Page → Entry → Article → Story → Brief → Reply → Draft → Check → Decision → Edition

A signature therefore tells where in the flow a function stands. Records hold plain values only, so that they can be
pickled to a worker. Times are timezone-aware; spans are code-point offsets, end exclusive.
"""

from __future__ import annotations

from digest.model.desk import (
    Brief,
    Check,
    Decision,
    Draft,
    Edition,
    Evidence,
    FateName,
    Judgement,
    Member,
    Quoted,
    Reply,
    Role,
    Section,
    Status,
    Story,
    Verdict,
)
from digest.model.news import (
    Article,
    Entry,
    Figure,
    Moment,
    Part,
    Precision,
    TokenRows,
    with_doubt,
)
from digest.model.web import (
    Failure,
    JsonPaths,
    Kind,
    Page,
    Request,
    Selectors,
    Source,
)

__all__ = [
    "Article",
    "Brief",
    "Check",
    "Decision",
    "Draft",
    "Edition",
    "Entry",
    "Evidence",
    "Failure",
    "FateName",
    "Figure",
    "JsonPaths",
    "Judgement",
    "Kind",
    "Member",
    "Moment",
    "Page",
    "Part",
    "Precision",
    "Quoted",
    "Reply",
    "Request",
    "Role",
    "Section",
    "Selectors",
    "Source",
    "Status",
    "Story",
    "TokenRows",
    "Verdict",
    "with_doubt",
]
