"""The house keeps its own rules: short rooms, honest docs, nothing of the machine it was built on."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib

from digest.cli import _ROOMS
from tests.conftest import ROOT, command

PACKAGE = sorted((ROOT / "digest").rglob("*.py"))
TRACKED = [
    ROOT / p
    for p in subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split("\n")
    if p
]


def test_a_room_stays_near_three_hundred_lines() -> None:
    lengths = {str(p.relative_to(ROOT)): len(p.read_text(encoding="utf-8").splitlines()) for p in PACKAGE}
    assert {name: n for name, n in lengths.items() if n > 350} == {}


def test_functions_are_short() -> None:
    lengths = []
    for file in PACKAGE:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                first = node.body[0]
                documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
                start = node.body[1].lineno if documented and len(node.body) > 1 else first.lineno
                lengths.append((node.end_lineno or 0) - start + 1)
    lengths.sort()
    assert lengths[len(lengths) // 2] <= 8
    assert lengths[int(len(lengths) * 0.95)] <= 35


def test_nothing_is_left_for_later() -> None:
    left = [
        f"{p.name}: {line.strip()}"
        for p in PACKAGE
        for line in p.read_text(encoding="utf-8").splitlines()
        if re.search(r"\b(TODO|FIXME|XXX|NotImplementedError)\b", line)
    ]
    assert left == []


def test_every_command_stands_in_the_readme_and_in_the_guide() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    guide = (ROOT / "docs" / "使用.md").read_text(encoding="utf-8")
    assert [name for name in _ROOMS if not re.search(rf"`[^`\n]*\b{name}\b", readme)] == []
    assert [name for name in _ROOMS if not re.search(rf"digest {name}\b", guide)] == []


def test_every_option_that_the_guide_shows_exists() -> None:
    guide = (ROOT / "docs" / "使用.md").read_text(encoding="utf-8")
    shown = {
        (m[1], option) for m in re.finditer(r"digest ([a-z]+)([^\n`|]*)", guide) for option in re.findall(r"--[a-z-]+", m[2])
    }
    for name, option in sorted(shown):
        if name in _ROOMS:
            assert option in command(name, "--help").out, f"digest {name} has no {option}"


def test_the_two_commands_stand_at_the_start_of_a_line() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in ("demo", "test"):
        assert re.search(rf"^make {target}$", readme, re.M)
        assert re.search(rf"^{target}:.*## ", targets, re.M)


def test_the_links_of_the_docs_lead_somewhere() -> None:
    for page in [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md"), *(ROOT / "examples").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_each_dependency_has_a_bound_a_pin_and_a_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    design = (ROOT / "docs" / "design.md").read_text(encoding="utf-8").lower()
    pins = {
        line.split("==")[0].lower().replace("_", "-")
        for line in (ROOT / "constraints.txt").read_text().splitlines()
        if "==" in line
    }
    extras = [r for name, rows in project["optional-dependencies"].items() if name not in ("dev", "all") for r in rows]
    for requirement in [*project["dependencies"], *extras]:
        name = re.split(r"[<>=\[; ]", requirement)[0]
        if name == "digest":
            continue
        assert "<" in requirement or name == "tzdata", requirement
        assert name.lower().replace("_", "-") in pins, f"{name} has no pin"
        assert name.lower() in design, f"{name} has no reason in docs/design.md"


def test_the_project_speaks_of_itself_alone() -> None:
    home, temporary = "/" + "root/", "/" + "work/"
    for file in TRACKED:
        if file.suffix in (".png", ".gz", ".docx") or not file.is_file():
            continue
        text = file.read_text(encoding="utf-8", errors="replace")
        for word in (home, temporary, "index" + "-url", "find" + "-links"):
            assert word not in text, f"{file.relative_to(ROOT)}: {word}"
