"""Makes the pictures of docs/img/ anew: the real review room on the sample week, drawn with a Chinese font.

    python docs/make_screens.py [HOME]

HOME is a home that holds the sample week (`python examples/demo.py --into FOLDER` makes FOLDER/home); without it one is made.
It's copied before anything is decided in it. Needs rsvg-convert and Noto Sans Mono CJK (Debian: librsvg2-bin fonts-noto-cjk).
"""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
NOW = datetime.fromisoformat("2026-03-02T09:00:00+08:00")
FONT = "Noto Sans Mono CJK SC"


def drawn(svg: str) -> str:
    """The screenshot in a font that has Chinese, as wide as the terminal's cells."""
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.S)
    svg = svg.replace("Fira Code", FONT).replace("font-size: 20px", "font-size: 24.4px")
    return svg.replace("&#160;", " ").replace("<text ", '<text xml:space="preserve" ')


def picture(svg: str, path: Path) -> None:
    """The screenshot as PNG."""
    with tempfile.NamedTemporaryFile("w", suffix=".svg", encoding="utf-8") as file:
        file.write(drawn(svg))
        file.flush()
        words = [shutil.which("rsvg-convert") or "rsvg-convert", "-w", "1400", file.name, "-o", str(path)]
        subprocess.run(words, check=True)  # noqa: S603 - a fixed program on our own file


Scene = Callable[[Any], Awaitable[None]]


async def conflict(pilot: Any) -> None:
    """A draft whose articles disagree, at the figure they disagree about."""
    from digest.review.view import about_claim, claims

    view = pilot.app.session.view
    checks = claims(view.draft)
    at = next((n for n, c in enumerate(checks) if about_claim(view.draft, c)), 0)
    pilot.app.room.select(at)


async def edited(pilot: Any) -> None:
    """A draft with a new figure that has no ground, and what changed."""
    from digest.review.words import Words

    session = pilot.app.session
    while session.view.draft.unsettled:
        session.step(1, waiting=True)
    view = session.view
    figure = next(c for c in view.draft.checks if c.kind == "figure" and c.field == "body" and re.search(r"[2-8]", c.claim))
    wrong = re.sub(r"[2-8]", "9", figure.claim, count=1)
    body = view.draft.body[: figure.start] + wrong + view.draft.body[figure.end :]
    pilot.app.room.fresh_draft(session.edit(Words(None, body, None), view))
    await pilot.pause()
    await pilot.press("pagedown")


async def reject(pilot: Any) -> None:
    """Some drafts decided, a rejection asked for its reason, in a light terminal."""
    await pilot.press("ctrl+t", "j", "a", "a", "x", "1", "x")


async def helped(pilot: Any) -> None:
    """The help."""
    await pilot.press("question_mark")


async def narrow(pilot: Any) -> None:
    """Stacked panes on a small terminal."""
    await pilot.press("j", "tab", "tab", "tab")


SCENES: dict[str, tuple[Scene, tuple[int, int]]] = {
    "review": (conflict, (100, 30)),
    "review-edit": (edited, (100, 30)),
    "review-reject": (reject, (100, 30)),
    "review-narrow": (narrow, (60, 20)),
    "review-help": (helped, (100, 30)),
}


async def shoot(home: Path, name: str) -> None:
    """One picture, from an untouched copy of the home."""
    from digest.config import Home
    from digest.review.app import Review
    from digest.review.session import Session
    from digest.store import open_store

    scene, size = SCENES[name]
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(home, Path(folder) / "home")
        own = Home(Path(folder) / "home")
        with open_store(own.database) as store:
            app = Review(Session(own, store, "张三", clock=lambda: NOW))
            async with app.run_test(size=size) as pilot:
                await pilot.pause()
                await scene(pilot)
                await pilot.pause(0.5)
                picture(app.export_screenshot(title="digest review"), ROOT / "docs" / "img" / f"{name}.png")


def main() -> int:
    """All pictures."""
    if not shutil.which("rsvg-convert"):
        print("rsvg-convert is missing (Debian: librsvg2-bin)", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        home = Path(sys.argv[1]) if len(sys.argv) == 2 else Path(folder) / "home"
        if len(sys.argv) != 2:
            words = [sys.executable, str(ROOT / "examples" / "demo.py"), "--into", folder]
            subprocess.run(words, stdout=subprocess.DEVNULL, check=True)  # noqa: S603 - our own demo
        (ROOT / "docs" / "img").mkdir(exist_ok=True)
        for name in SCENES:
            asyncio.run(shoot(home, name))
            print(f"docs/img/{name}.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
