"""Story → Brief; Reply → Draft; the credit line; the headline's qualifiers. Pure."""

from digest.draft.credit import chosen, creditable, credited
from digest.draft.headline import restored
from digest.draft.record import bind, brief, checked, compose, draft_id, fingerprint, paragraphs_of

__all__ = [
    "bind",
    "brief",
    "checked",
    "chosen",
    "compose",
    "creditable",
    "credited",
    "draft_id",
    "fingerprint",
    "paragraphs_of",
    "restored",
]
