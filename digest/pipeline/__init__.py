"""The corridor: the only place where effects happen, in a visible order. Rooms judge, the corridor does.

    crawl    sources → pages archived → articles filed
    join     articles of the window → stories with section and importance → a fate for each article
    write    stories → drafts with checks
    decide   what a named person says of a draft, and what takes it back
    regroup  stories merged and split by hand
    publish  approved drafts → files

State between the steps lives in SQLite alone: each may be killed at any point and run again.
"""

from digest.pipeline.crawl import crawl
from digest.pipeline.decide import Audit, approve, audit, edit, move, redo, reject, section_of, seen_of, undo
from digest.pipeline.desk import join
from digest.pipeline.forecast import Compared, Forecast, compare, forecast, story_of
from digest.pipeline.publish import publish
from digest.pipeline.regroup import merge, split
from digest.pipeline.run import Outcome, run
from digest.pipeline.shared import Desk, Event, load_names, open_desk
from digest.pipeline.write import Written, write
from digest.pipeline.writers import open_engine

__all__ = [
    "Audit",
    "Compared",
    "Desk",
    "Event",
    "Forecast",
    "Outcome",
    "Written",
    "approve",
    "audit",
    "compare",
    "crawl",
    "edit",
    "forecast",
    "join",
    "load_names",
    "merge",
    "move",
    "open_desk",
    "open_engine",
    "publish",
    "redo",
    "reject",
    "run",
    "section_of",
    "seen_of",
    "split",
    "story_of",
    "undo",
    "write",
]
