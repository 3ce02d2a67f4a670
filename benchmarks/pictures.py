"""The pictures of the manual: python -m benchmarks.pictures. Needs Chromium, LibreOffice and pdftoppm on this machine.

Crawls the sample week, approves what its checks support, exports, and photographs what comes out.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
IMAGES, WEEK = ROOT / "docs" / "img", ROOT / "examples" / "week"
NAME, MORNING = "2026-W09", "2026-03-02T08:30:00+08:00"


def tool(*names: str) -> str:
    found = next((path for name in names if (path := shutil.which(name))), None)
    return found or sys.exit(f"{names[0]} isn't installed on this machine")


def run(*words: object, **options: object) -> str:
    done = subprocess.run([str(w) for w in words], capture_output=True, text=True, check=False, **options)  # type: ignore[call-overload]
    if done.returncode:
        sys.exit(f"{words[0]}: {done.stderr.strip()[-800:]}")
    return str(done.stdout)


def digest(home: Path, *words: object) -> str:
    env = {**os.environ, "OPENROUTER_API_KEY": "demo"}
    return run(sys.executable, "-m", "digest", "--home", home, "--now", MORNING, *words, env=env)


def approved(home: Path) -> None:
    """The first two items of each section, with a note for what is in dispute."""
    rows = json.loads(digest(home, "list", "--week", NAME, "--json"))
    by_section: dict[str, list[str]] = {}
    for row in rows:
        by_section.setdefault(row["section"], []).append(row["id"])
    chosen = [i for ids in by_section.values() for i in ids[:2]]
    digest(home, "approve", *chosen, "--by", "示例分析师", "--note", "与存档原文核对过")


def photograph(page: Path, target: Path, folder: Path, size: str) -> None:
    program = tool("chromium", "chromium-browser", "google-chrome")
    quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--user-data-dir={folder / 'profile'}"]
    run(program, *quiet, f"--window-size={size}", f"--screenshot={target}", page.as_uri())


def word_page(file: Path, target: Path, folder: Path, page: int = 1) -> None:
    run(tool("soffice", "libreoffice"), "--headless", f"-env:UserInstallation={(folder / 'office').as_uri()}", "--convert-to", "pdf", "--outdir", folder, file)  # fmt: skip
    pdf = folder / f"{file.stem}.pdf"
    run(tool("pdftoppm"), "-r", "90", "-png", "-singlefile", "-f", page, "-l", page, pdf, target.with_suffix(""))


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        home, out = folder / "home", folder / "out"
        if len(sys.argv) > 1:  # a home that was crawled before
            shutil.copytree(sys.argv[1], home)
        else:
            run(sys.executable, ROOT / "examples" / "demo.py", "--into", folder)
        approved(home)
        digest(home, "export", "--week", NAME, "--by", "示例分析师", "--format", "md,docx,html,json,charts", "--out", out)
        files = [w for n in ("market.csv", "market_pe.csv") for w in ("--market", WEEK / n)]
        digest(home, "report", "--week", NAME, *files, "--format", "md,docx", "--out", out)
        photograph(out / f"{NAME}.html", IMAGES / "evidence.png", folder, "1000,1300")
        word_page(out / f"{NAME}.docx", IMAGES / "word.png", folder)
        word_page(out / f"{NAME}-report.docx", IMAGES / "report.png", folder, 3)
        shutil.copy(out / f"{NAME}-tokens.png", IMAGES / "tokens.png")
        shutil.copy(out / f"{NAME}-models.png", IMAGES / "models.png")
    for image in sorted(IMAGES.glob("*.png")):
        print(f"{image.relative_to(ROOT)}  {image.stat().st_size:,}")


if __name__ == "__main__":
    main()
