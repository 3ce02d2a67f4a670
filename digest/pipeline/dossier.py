"""A draft with all that it rests on, gathered from the archive for the edition's record."""

from __future__ import annotations

import hashlib

from digest.export import Cited, Decided, Item
from digest.model import Article, Draft
from digest.pipeline.shared import Desk
from digest.weeks import beijing


def item_of(desk: Desk, draft: Draft, continues: str = "") -> Item:
    """The draft, its articles with their pages' hashes, and its decisions; only what is evidence carries its document."""
    evidence = {e.article for c in draft.checks for e in c.evidence} | _disputed(draft)
    pairs = desk.store.articles.of_story(draft.story)
    known = {a.id: (a, m.role) for a, m in pairs}
    others = desk.store.articles.get([i for i in sorted(evidence) if i not in known])
    known |= {i: (a, "original") for i, a in others.items()}
    cited = [_cited(desk, a, role, quoted=i in evidence) for i, (a, role) in known.items()]
    columns = ("id", "action", "by", "at", "revision", "text_hash", "note", "reason", "hash")
    decisions = [Decided(**{c: getattr(e, c) for c in columns}) for e in desk.store.decisions.entries(draft.id)]
    return Item(draft, desk.store.drafts.approved_hash(draft.id), tuple(cited), tuple(decisions), continues)


def _disputed(draft: Draft) -> set[str]:
    sides = [s for c in draft.conflicts for s in _listed(c.get("sides")) if isinstance(s, dict)]
    return {str(s["article"]) for s in sides if s.get("article")}


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else []


def _cited(desk: Desk, article: Article, role: str, *, quoted: bool) -> Cited:
    page = desk.store.archive.of_article(article.id) if quoted else None
    return Cited(
        article.id,
        article.url,
        article.credit,
        article.title,
        beijing(article.published.at).isoformat() if article.published else "",
        role,
        hashlib.sha256(article.document.encode("utf-8", "surrogatepass")).hexdigest(),
        hashlib.sha256(page.body).hexdigest() if page else "",
        page.fetched_at.isoformat() if page else "",
        article.document if quoted else "",
    )
