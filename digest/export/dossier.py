"""An edition with all that it rests on: what was printed, when and by whom, every check with its quote, every page with its
hash, every decision. It goes into the database and comes back the same, so that any format can be written from it later."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from digest.export.house import House
from digest.export.layout import Chapter, Layout, Part, Whole
from digest.model import Check, Draft, Edition, Evidence
from digest.text import digest_of

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Cited:
    """An article of an item's story. `document` is what evidence spans count in, empty where the article is no evidence.

    `page_sha256` is of the page's bytes as they came, `text_sha256` of the document as UTF-8.
    """

    id: str
    url: str
    credit: str
    title: str
    published_at: str
    role: str
    text_sha256: str
    page_sha256: str = ""
    fetched_at: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """A line of the log of decisions about an item; `hash` is its link of the chain."""

    id: int
    action: str
    by: str
    at: str
    revision: int
    text_hash: str
    note: str
    reason: str
    hash: str


@dataclass(frozen=True, slots=True)
class Item:
    """A printed draft with its ground. `continues` names the earlier edition's week where the same story stood."""

    draft: Draft
    approved_hash: str = ""
    articles: tuple[Cited, ...] = ()
    decisions: tuple[Decided, ...] = ()
    continues: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """An item that was left out, and why."""

    id: str
    headline: str
    reason: str


@dataclass(frozen=True, slots=True)
class Charted:
    """A figure that was drawn for an edition: its words, until when its data goes (ISO 8601), under which licence, and the
    sha256 of its files by name."""

    id: str
    title: str
    unit: str
    source: str
    basis: str
    as_of: str
    licence: str
    files: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Dossier:
    """An edition and its ground. `number` is 0 where it is no edition (a preview, or nothing approved).

    `made_with` names the program's version and the Word template's hash, for they too decide what the files look like.
    `charts` are the figures drawn for it so far; they don't make another edition.
    """

    week: str
    items: tuple[Item, ...]
    layout: Layout
    number: int = 0
    at: str = ""
    by: str = ""
    preview: bool = False
    skipped: tuple[Skipped, ...] = ()
    made_with: str = ""
    charts: tuple[Charted, ...] = ()

    @property
    def edition(self) -> Edition:
        """The items in print order."""
        return Edition(self.week, tuple(i.draft for i in self.items), self.preview)

    @property
    def fingerprint(self) -> str:
        """What was printed, whenever and by whomever: the same again is the same edition."""
        return digest_of(as_json(replace(self, number=0, at="", by="", charts=())))

    @property
    def pages(self) -> dict[str, Cited]:
        """The articles by id, those with a document first."""
        found: dict[str, Cited] = {}
        for article in (a for item in self.items for a in item.articles):
            if article.id not in found or article.document:
                found[article.id] = article
        return found


def as_json(dossier: Dossier) -> str:
    """The document that `docs/edition-json.md` describes; keys in a fixed order, the same dossier gives the same bytes."""
    head = {"schema": SCHEMA, "edition": dossier.number, "week": dossier.week, "made_at": dossier.at, "made_by": dossier.by}
    body = {
        **head,
        "made_with": dossier.made_with,
        "preview": dossier.preview,
        "layout": asdict(dossier.layout),
        "items": [_item(i) for i in dossier.items],
        "skipped": [asdict(s) for s in dossier.skipped],
        "charts": [asdict(c) for c in dossier.charts],
    }
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


def _item(item: Item) -> dict[str, Any]:
    row = asdict(item.draft)
    row["approved_at"] = item.draft.approved_at.isoformat() if item.draft.approved_at else None
    rest = {"articles": [asdict(a) for a in item.articles], "decisions": [asdict(d) for d in item.decisions]}
    return {**row, "approved_hash": item.approved_hash, "continues": item.continues, **rest}


def from_json(text: str) -> Dossier:
    """The dossier that `as_json` wrote."""
    data = json.loads(text)
    return Dossier(
        data["week"],
        tuple(_item_of(i) for i in data["items"]),
        _layout_of(data["layout"]),
        data["edition"],
        data["made_at"],
        data["made_by"],
        data["preview"],
        tuple(Skipped(**s) for s in data["skipped"]),
        data["made_with"],
        charts_from(json.dumps(data.get("charts", []))),
    )


def charts_as_json(charts: Sequence[Charted]) -> str:
    """The list of an edition's figures as a document of its own."""
    return json.dumps([asdict(c) for c in charts], ensure_ascii=False, indent=2) + "\n"


def charts_from(text: str) -> tuple[Charted, ...]:
    """The figures that `charts_as_json` wrote."""
    return tuple(Charted(**row) for row in json.loads(text))


def _item_of(row: Mapping[str, Any]) -> Item:
    outer = ("approved_hash", "continues", "articles", "decisions")
    fields = {k: v for k, v in row.items() if k not in outer}
    fields |= {k: tuple(row[k]) for k in ("credits", "notes", "conflicts")}
    fields["checks"] = tuple(_check_of(c) for c in row["checks"])
    fields["approved_at"] = datetime.fromisoformat(row["approved_at"]) if row["approved_at"] else None
    articles, decisions = (Cited(**a) for a in row["articles"]), (Decided(**d) for d in row["decisions"])
    return Item(Draft(**fields), row["approved_hash"], tuple(articles), tuple(decisions), row["continues"])


def _check_of(row: Mapping[str, Any]) -> Check:
    return Check(**{**row, "evidence": tuple(Evidence(**e) for e in row["evidence"])})


def _layout_of(row: Mapping[str, Any]) -> Layout:
    whole = row["whole"]
    chapters = {k: Chapter(**whole[k]) for k in ("views", "market", "risk")}
    return Layout(
        parts=tuple(Part(**p) for p in row["parts"]),
        chapter=Chapter(**row["chapter"]),
        follow=row["follow"],
        empty=row["empty"],
        house=House(**row["house"]),
        evidence=row["evidence"],
        whole=Whole(**{**whole, **chapters, "benchmarks": tuple(whole["benchmarks"]), "house": House(**whole["house"])}),
    )
