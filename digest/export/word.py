"""Lines → a Word file, filled into a template that the house owns (`prompts/template.docx`).

The template sees `blocks` (kind, text, level, picture), `title`, `week`, `front`, `contents` and `parts`. Every text is
escaped; the same lines give the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from digest.errors import ConfigError, UsageError
from digest.export.blocks import Block, front, of, section
from digest.export.dossier import Dossier
from digest.text import one_line

#: docx has no clock of its own: the archive's times are fixed so that the same edition is the same file
_EPOCH = (2000, 1, 1, 0, 0, 0)
#: what a picture is as wide as: the text of an A4 page, in millimetres
_WIDTH = 150


@dataclass(frozen=True, slots=True)
class Line:
    """A block as the template sees it."""

    kind: str
    text: str
    level: int
    picture: Any = None


def docx(dossier: Dossier, template: bytes) -> bytes:
    """The edition's section, first-page paragraph and 目录 lines. Raises as `fill` does."""
    edition, layout = dossier.edition, dossier.layout
    first, contents = front(edition, layout)[0], [b.line for b in front(edition, layout)[2:]]
    parts = [{"number": p.number, "title": p.title, "items": of(edition, p)} for p in layout.parts]
    more = {"week": dossier.week, "front": first.text, "contents": contents, "parts": parts, "title": ""}
    return fill(template, section(edition, layout), more)


def fill(
    template: bytes, blocks: Sequence[Block], more: Mapping[str, Any], pictures: Mapping[str, bytes] | None = None
) -> bytes:
    """The template with these lines. `pictures` are PNG files by the text of their block.

    Raises UsageError without the extra `docx`, ConfigError for a template that can't be filled.
    """
    try:
        from docx.shared import Mm
        from docxtpl import DocxTemplate, InlineImage
    except ImportError:
        raise UsageError("Word 导出要先安装附加组件: pip install 'digest[docx]'") from None
    try:
        document = DocxTemplate(io.BytesIO(template))
        lines = [
            Line(b.kind, "", b.level, InlineImage(document, io.BytesIO(pictures[b.text]), width=Mm(_WIDTH)))
            if pictures and b.text in pictures
            else Line(b.kind, one_line(b.line), b.level)
            for b in blocks
        ]
        document.render({**more, "blocks": lines}, autoescape=True)
        written = io.BytesIO()
        document.save(written)
    except Exception as error:  # Jinja, lxml and zipfile each raise their own kinds for a template that is none
        raise ConfigError(
            f"模板填不进去: {one_line(str(error))[:200]}", path="template.docx", mend="从随程序来的模板改起"
        ) from error
    return _settled(written.getvalue())


def _settled(content: bytes) -> bytes:
    """The same archive without the time it was made."""
    done = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(done, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(name))
    return done.getvalue()
