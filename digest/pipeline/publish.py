"""Approved drafts → an edition → files. What is not approved leaves this house only as a marked preview.

An edition is what was approved at one moment, under a number: exported again it has the same bytes, for they are kept. The same
content again is the same edition; any other is a new one.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from digest import __version__, export
from digest.config import Home, load_yaml, located
from digest.errors import DigestError, Refused
from digest.export import Change, Dossier, Layout
from digest.model import Draft, Edition
from digest.pipeline.decide import bound_now
from digest.pipeline.dossier import item_of
from digest.pipeline.figures import TOKEN_FIGURES, token_figures
from digest.pipeline.moved import void_moved
from digest.pipeline.shared import Desk
from digest.store.editions import Printed
from digest.text import digest_of, one_line

FORMATS = ("md", "docx", "html", "json", "charts")


@dataclass(frozen=True, slots=True)
class Published:
    """An edition, the files written of it, and what changed since the edition before (None where nobody asked)."""

    dossier: Dossier
    files: tuple[Path, ...]
    changes: tuple[Change, ...] | None = None
    known: bool = False


def publish(
    desk: Desk,
    week: str,
    folder: Path,
    *,
    preview: bool = False,
    formats: Sequence[str] = ("md",),
    by: str = "",
    skip_void: bool = False,
    since_last: bool = False,
) -> Published:
    """Write a week's edition and file it.

    Raises Refused when an approved draft no longer is what was approved: its text, evidence or sources changed.
    """
    dossier, known = made(desk, week, preview=preview, by=by, skip_void=skip_void)
    contents = dict(_kept(desk, dossier, formats))
    found = None
    if since_last:
        found = tuple(_since(desk, dossier))
        blocks = export.marked(found, dossier.edition, dossier.layout)
        contents |= {f"{_stem(dossier)}-changes.md": export.markdown(blocks).encode()}
    files = tuple(write_bytes(folder / name, content) for name, content in contents.items())
    return Published(dossier, files, found, known)


def publish_again(desk: Desk, number: int, folder: Path, formats: Sequence[str] = ("md",)) -> Published:
    """Write an edition as it was printed, whatever happened since. Raises NotFound."""
    dossier = recorded(desk.store.editions.get(number))
    contents = _kept(desk, dossier, formats)
    return Published(dossier, tuple(write_bytes(folder / name, content) for name, content in contents.items()), known=True)


def recorded(printed: Printed) -> Dossier:
    """The dossier of a stored edition."""
    return export.from_json(printed.record)


# ----------------------------------------------------------------------------------------------------------- what is printed
def made(
    desk: Desk, week: str, *, preview: bool = False, by: str = "", skip_void: bool = False, file: bool = True
) -> tuple[Dossier, bool]:
    """The week's edition, filed under its number (but with `file` False), and whether it was filed before.

    Raises Refused over a voided approval.
    """
    void_moved(desk, desk.store.drafts.select(week, ["approved"]))
    with desk.store.write():
        items = _items(desk, week, preview=preview, skip_void=skip_void)
        earlier = desk.store.editions.before(week)
        shown = [item_of(desk, d, earlier.get(d.story, "")) for d in items]
        left_out = [] if preview else [_skipped(d) for d in desk.store.drafts.select(week, ["void"])]
        dossier = Dossier(
            week, tuple(shown), layout_of(desk), at=desk.now.isoformat(), by=one_line(by), preview=preview,
            skipped=tuple(left_out), made_with=_made_with(desk),
        )  # fmt: skip
        return _filed(desk, dossier) if shown and file and not preview else (dossier, False)


def _items(desk: Desk, week: str, *, preview: bool, skip_void: bool) -> list[Draft]:
    broken = desk.store.drafts.select(week, ["void"])
    if broken and not preview and not skip_void:
        names = "; ".join(f"{d.id} {one_line(d.headline)[:30]} ({d.approval_note})" for d in broken)
        raise Refused(
            f"{week}: {len(broken)} 条的批准已失效: {names} —— "
            "重新核对后 digest approve, 或 digest reject, 或 --skip-void 不带它"
        )
    items = desk.store.drafts.select(week, ["approved", "pending", "void"] if preview else ["approved"])
    approved = [d for d in items if d.status == "approved"]
    if moved := [d.id for d in approved if bound_now(desk, d) != desk.store.drafts.approved_hash(d.id)]:
        raise Refused(f"{week}: {', '.join(moved)} 的原文刚刚变了 —— 再导出一次就会看到原因")
    return items


def _skipped(draft: Draft) -> export.Skipped:
    return export.Skipped(draft.id, one_line(draft.headline), draft.approval_note or "批准失效")


def _filed(desk: Desk, dossier: Dossier) -> tuple[Dossier, bool]:
    last, fingerprint = desk.store.editions.latest(dossier.week), dossier.fingerprint
    if last and last.fingerprint == fingerprint:
        return recorded(last), True
    done = replace(dossier, number=desk.store.editions.next_number())
    row = Printed(done.number, done.week, done.at, done.by, fingerprint, export.as_json(done))
    desk.store.editions.add(row, [(d.id, d.story, d.text_hash) for d in done.edition.items])
    return done, False


def _since(desk: Desk, dossier: Dossier) -> list[Change]:
    """What changed since the edition of the week before this one."""
    last = desk.store.editions.latest(dossier.week, dossier.number or None)
    return export.changes(recorded(last).edition if last else Edition(dossier.week, ()), dossier.edition)


def layout_of(desk: Desk) -> Layout:
    """The desk's layout with its guide's sections. Raises ConfigError."""
    return load_layout(desk.home, [export.Part(s.id, s.number, s.title) for s in desk.guide.sections])


def load_layout(home: Home, parts: Sequence[export.Part] = ()) -> Layout:
    """A home's layout (`prompts/layout.yaml`) with these sub-sections. Raises ConfigError."""
    path = home.prompt("layout.yaml")
    data, node = load_yaml(path)
    with located(path, node):
        return export.layout(data, parts)


def _made_with(desk: Desk) -> str:
    return f"digest {__version__}, template {digest_of(desk.home.prompt('template.docx').read_bytes())[:12]}"


# ------------------------------------------------------------------------------------------------------------------- files
def _stem(dossier: Dossier) -> str:
    return dossier.week + ("-preview" if dossier.preview else "")


def _kept(desk: Desk, dossier: Dossier, formats: Sequence[str]) -> Mapping[str, bytes]:
    """The edition's files: those printed before as they are kept, others from the record, and kept from now on."""
    editions, names = desk.store.editions, files_of(dossier, formats)
    held = {n: body for n in names if (body := editions.file(dossier.number, n)) is not None}
    missing = [f for f in formats if any(n not in held for n in files_of(dossier, [f]))]
    contents = {**_rendered(desk, dossier, missing), **held}
    if dossier.number and missing:
        with desk.store.write():
            for name in names:
                editions.keep(dossier.number, name, contents[name])
    return {name: contents[name] for name in names}


def files_of(dossier: Dossier, formats: Sequence[str]) -> list[str]:
    """The names of an edition's files: made of the week alone, never of what somebody wrote."""
    stem = _stem(dossier)
    names = {
        "md": [f"{stem}.md", f"{stem}-front.md", f"{stem}.txt", f"{stem}-front.txt"],
        "charts": [*(f"{stem}-{name}" for name in TOKEN_FIGURES), f"{stem}-charts.json"],
    }
    return [name for f in formats for name in names.get(f, [f"{stem}.{f}"])]


def _rendered(desk: Desk, dossier: Dossier, formats: Sequence[str]) -> dict[str, bytes]:
    """The files of these formats, the figures first: the others tell of them."""
    stem, done = _stem(dossier), dict[str, bytes]()
    if "charts" in formats:
        drawn = token_figures(desk, dossier.week, f"{stem}-")
        done |= {**drawn.files, f"{stem}-charts.json": export.charts_as_json(drawn.charts).encode()}
    dossier = replace(dossier, charts=_charts(desk, dossier, done))
    if "md" in formats:
        section, front = export.section(dossier.edition, dossier.layout), export.front(dossier.edition, dossier.layout)
        done |= {f"{stem}.md": export.markdown(section).encode(), f"{stem}-front.md": export.markdown(front).encode()}
        done |= {f"{stem}.txt": export.plain(section).encode(), f"{stem}-front.txt": export.plain(front).encode()}
    if "json" in formats:
        done[f"{stem}.json"] = export.as_json(dossier).encode()
    if "html" in formats:
        done[f"{stem}.html"] = export.evidence(dossier).encode()
    if "docx" in formats:
        pictures = {n: _figure(desk, dossier, n, done) for c in dossier.charts for n in c.files if n.endswith(".png")}
        done[f"{stem}.docx"] = export.docx(dossier, desk.home.prompt("template.docx").read_bytes(), pictures)
    return done


def _charts(desk: Desk, dossier: Dossier, drawn: Mapping[str, bytes]) -> tuple[export.Charted, ...]:
    """The figures of an edition: those drawn now, else those drawn for it before."""
    name = f"{_stem(dossier)}-charts.json"
    listed = drawn.get(name) or desk.store.editions.file(dossier.number, name)
    return export.charts_from(listed.decode()) if listed else ()


def _figure(desk: Desk, dossier: Dossier, name: str, drawn: Mapping[str, bytes]) -> bytes:
    content = drawn.get(name) or desk.store.editions.file(dossier.number, name)
    assert content is not None, "a figure is kept with its list"
    return content


def write_file(path: Path, text: str) -> Path:
    """Write a whole text file or nothing. Raises DigestError."""
    return write_bytes(path, text.encode())


def write_bytes(path: Path, content: bytes, mode: int = 0o644) -> Path:
    """Write a whole file or nothing: a full disk must not leave an empty report behind. Raises DigestError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(mode)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise DigestError(f"{path}: 写不进去: {error.strerror or error} —— 看磁盘空间和权限") from error
    return path
