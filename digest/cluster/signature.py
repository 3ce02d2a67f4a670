"""Article → Signature: what of an article is compared with others. Pure, and independent of every other article."""

from __future__ import annotations

import html
import json
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from sys import intern

from digest.cluster import actors, cues
from digest.cluster.facets import facets_of
from digest.cluster.glossary import things
from digest.cluster.numbers import Quantity, quantities
from digest.model import Article
from digest.names import Names
from digest.text import HAN, clean, digest_of, fold_width, simplified

#: what an event is told in: the headline, the first paragraph, the rest; a term counts at its best place
PLACES = HEADLINE, OPENING, REST = 2.0, 1.0, 0.5
#: characters of a first paragraph; a Latin letter says less
LEAD = {"han": 200, "latin": 500}
#: a longer text adds nothing to what the event is, only cost
LIMIT = 2400
#: characters in a row that two writers hardly share by chance, and one in how many of them is kept
SHINGLE, KEPT = 6, 4
_CJK = f"{HAN}\u3041-\u30ff\uac00-\ud7af"
_RUN = re.compile(f"[{_CJK}]+")
_WORD = re.compile(f"[a-z][a-z0-9]*(?:[-.+][a-z0-9]+)*|\\d+[a-z][a-z0-9]*(?:-[a-z0-9]+)*|[^\\W\\d_a-z{_CJK}]{{2,}}")
_NO_LETTER = re.compile(r"[\W_]+")

Terms = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Signature:
    """An article as the comparison knows it: a few kilobytes, however long the article.

    `at` is in days since 1970, None for an article without a trustworthy date. `views` are five sets of terms, each term
    with the weight of its place: `han` (pairs of characters), `words`, `names`, `figures`, `things` (glossary). `grams` is a
    sample of the text's shingles, `same` the hash of its letters, "" for a text too short to mean anything. The rest is what
    the headline claims: `facets`, the figures of `headline` and `lead`, `actor`, `topic`, `makers` (of the names in it); and
    `named`, the makers of all names up to the first paragraph.
    """

    id: str
    at: float | None
    script: str
    credit: str
    origin: str
    title: str
    cues: frozenset[str]
    views: Mapping[str, Terms]
    grams: frozenset[int]
    facets: Mapping[str, tuple[str, ...]]
    headline: tuple[Quantity, ...]
    lead: tuple[Quantity, ...]
    actor: tuple[str, ...]
    topic: tuple[str, ...]
    makers: tuple[str, ...]
    named: frozenset[str]
    same: str

    @property
    def order(self) -> tuple[bool, float, str]:
        """Sorts by time, undated articles last."""
        return self.at is None, self.at or 0.0, self.id

    def terms(self, view: str, least: float) -> list[str]:
        """Terms of a view that stand at least in a place of this weight."""
        return [term for term, place in self.views[view].items() if place >= least]


def sign(article: Article, names: Names | None = None) -> Signature:
    """The signature of an article; `names` make 英伟达, 輝達 and Nvidia one."""
    names = names or Names()
    title, text = _plain(article.title[:300]), _plain(article.text[: 2 * LIMIT])[:LIMIT]
    script = _script(title + text)
    zones = (title, text[: LEAD[script]], text[LEAD[script] :])
    told = [tuple(quantities(zone, article.lang)) for zone in zones]
    named = [[name for _, _, name in names.find(zone)] for zone in zones]
    known = article.published is not None and not article.published.flag
    at = article.published.at.timestamp() / 86400 if article.published and known else None
    body = _NO_LETTER.sub("", text).lower()
    return Signature(
        id=article.id,
        at=at,
        script=script,
        credit=article.credit,
        origin=article.origin,
        title=title[:120],
        cues=cues.cues_of(article, title, text),
        views=_views(zones, told, named, script, names),
        grams=frozenset(_grams(body)),
        facets=facets_of(title, zones[1], "" if at is None else str(int(at))),
        headline=told[0],
        lead=told[1],
        actor=actors.actor(title, names),
        topic=actors.topic(title),
        makers=actors.makers(named[0], names),
        named=frozenset(actors.makers([article.credit, *named[0], *named[1]], names)),
        same=_hash(title, body),
    )


def _plain(text: str) -> str:
    """One spelling of everything; pages that escape twice leave entities."""
    return simplified(fold_width(html.unescape(clean(text)))).strip()


def _script(text: str) -> str:
    """A Han character says as much as four Latin letters."""
    letters = len(_RUN.sub("", text))
    return "han" if (len(text) - letters) * 4 > letters else "latin"


def _hash(title: str, body: str) -> str:
    """A short text says the same as another only together with its headline, and a very short one says nothing."""
    letters = body if len(body) >= 30 else _NO_LETTER.sub("", title).lower() + body
    return digest_of(letters)[:16] if len(letters) >= 12 else ""


def _grams(body: str) -> Iterator[int]:
    """Hashes of shingles, the same quarter of them in every text."""
    for at in range(len(body) - SHINGLE + 1):
        value = zlib.crc32(body[at : at + SHINGLE].encode("utf-8", "surrogatepass"))
        if value % KEPT == 0:
            yield value


def _views(
    zones: Sequence[str], told: Sequence[Sequence[Quantity]], named: Sequence[Sequence[str]], script: str, names: Names
) -> Mapping[str, Terms]:
    views: dict[str, dict[str, float]] = {"han": {}, "words": {}, "names": {}, "figures": {}, "things": {}}
    for place, zone, numbers, found in zip(PLACES, zones, told, named, strict=True):
        small = zone.lower()
        terms = {
            "han": _pairs(small),
            "words": (w for word in _WORD.findall(small) if len(word) > 1 and (w := cues.stem(word)) not in cues.STOP_WORDS),
            "names": (name for name in found if not actors.is_outlet(name, names)),
            "figures": (quantity.key for quantity in numbers),
            "things": things(small, script),
        }
        for view, said in terms.items():
            for term in said:
                views[view].setdefault(intern(term), place)
    return views


def _pairs(text: str) -> Iterator[str]:
    for run in _RUN.finditer(text):
        for at in range(run.start(), run.end() - 1):
            yield text[at : at + 2]


# ----------------------------------------------------------------------------------------------------------------- to keep
#: to be raised when signatures are made by other rules: those that are kept are made anew then
_RULES = 1
_SETS, _TUPLES, _FIGURES = ("cues", "grams", "named"), ("actor", "topic", "makers"), ("headline", "lead")


def scheme(names: Names) -> str:
    """A fingerprint of the rules and names that signatures are made by: those of another one are not compared."""
    return digest_of(str(_RULES), *Signature.__slots__, *map(repr, names.entries))[:16]


def pack(signature: Signature) -> str:
    """A signature as JSON, to be kept beside the article."""
    data = asdict(signature)
    data |= {part: sorted(data[part]) for part in _SETS}
    data["views"] = {view: _packed(terms) for view, terms in signature.views.items()}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _packed(terms: Terms) -> list[str]:
    return ["\n".join(t for t, weight in terms.items() if weight == place) for place in PLACES]


def unpack(text: str) -> Signature:
    """The signature that `pack` wrote."""
    data = json.loads(text)
    data["views"] = {view: _unpacked(zones) for view, zones in data["views"].items()}
    data["facets"] = {kind: tuple(values) for kind, values in data["facets"].items()}
    data |= {part: frozenset(data[part]) for part in _SETS}
    data |= {part: tuple(data[part]) for part in _TUPLES}
    data |= {part: tuple(Quantity(**q) for q in data[part]) for part in _FIGURES}
    return Signature(**data)


def _unpacked(zones: Sequence[str]) -> dict[str, float]:
    return {intern(t): place for zone, place in zip(zones, PLACES, strict=True) for t in zone.split("\n") if t}
