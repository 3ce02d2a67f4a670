"""Figures as files: both kinds, the same bytes twice, foreign names as text."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from digest.config import open_home
from digest.errors import NotFound, UsageError
from digest.export import charts, charts_from, from_json
from digest.export.charts import Chart
from digest.pipeline import open_desk
from digest.pipeline.figures import TOKEN_FIGURES, token_figures
from tests.conftest import ROOT, Week

pytest.importorskip("matplotlib", reason="matplotlib isn't installed (extra charts)")
NAME = "2026-W09"
CHART = Chart("标题 $x^2$ <b>", "万亿 Token", ("资料来源: OpenRouter, 截至 2026-03-01",))


def drawn() -> dict[str, dict[str, bytes]]:
    try:
        return {
            "groups": charts.groups(CHART, ["2.9-2.15", "$a$"], {"中国": [4.12, 5.16], "美国": [2.94, 2.7]}),
            "ranking": charts.ranking(CHART, [("甲_{b}", 2.0, True), ("乙", -1.0, False)]),
            "columns": charts.columns(CHART, [("计算机", 0.62, True), ("沪深300", -1.0, False)]),
            "line": charts.line(CHART, [(date(2026, 2, 26), 219.0), (date(2026, 2, 27), 219.91)], 161.02, "均值"),
        }
    except UsageError as error:
        pytest.skip(str(error))


def test_every_figure_is_png_and_svg_and_the_same_twice() -> None:
    first = drawn()
    for files in first.values():
        assert files["png"].startswith(b"\x89PNG")
        assert b"<svg" in files["svg"]
        assert b"<b>" not in files["svg"]
    assert first == drawn()


@pytest.mark.xdist_group("week")
def test_the_week_of_the_sample_is_drawn_from_its_rows(crawled_week: Week) -> None:
    drawn()
    with open_desk(open_home(str(crawled_week.home)), datetime(2026, 3, 2, tzinfo=UTC)) as desk:
        assert tuple(token_figures(desk, "2026-W09").files) == TOKEN_FIGURES
        with pytest.raises(NotFound):
            token_figures(desk, "2025-W09")


@pytest.mark.xdist_group("week")
def test_the_record_of_an_edition_lists_the_figures_drawn_for_it(week: Week, tmp_path: Path) -> None:
    drawn()
    sound = next(d for d in week.digest("list", "--week", NAME, "--json").json() if supported(d))
    assert week.digest("approve", sound["id"], "--by", "张三").code == 0

    def exported(folder: str, *words: object) -> dict[str, bytes]:
        done = week.digest("export", "--week", NAME, "--out", tmp_path / folder, "--json", *words)
        assert done.code == 0, done.err
        assert done.json()["edition"] == 1
        return {p.name: p.read_bytes() for p in sorted((tmp_path / folder).iterdir())}

    alone = exported("a", "--format", "md")
    files = exported("b", "--format", "charts,json,html,docx")
    record = json.loads(files[f"{NAME}.json"])
    assert [c["id"] for c in record["charts"]] == ["tokens", "models"]
    for chart in record["charts"]:
        assert chart["unit"] == "万亿 Token"
        assert chart["licence"] == "CC BY 4.0"
        assert datetime.fromisoformat(chart["as_of"]).tzinfo
        assert "截至" in chart["source"]
        assert len(chart["files"]) == 2
        for name, sha in chart["files"].items():
            assert hashlib.sha256(files[name]).hexdigest() == sha
            assert sha in files[f"{NAME}.html"].decode()
    assert json.loads(files[f"{NAME}-charts.json"]) == record["charts"]
    with zipfile.ZipFile(io.BytesIO(files[f"{NAME}.docx"])) as archive:
        held = {archive.read(n) for n in archive.namelist() if n.startswith("word/media/")}
    assert held == {files[n] for n in files if n.endswith(".png")}
    page = (ROOT / "docs" / "edition-json.md").read_text(encoding="utf-8")
    snippet = page.partition("```python\n")[2].partition("```")[0]
    assert "hashlib.sha256(open(name" in snippet
    subprocess.run([sys.executable, "-c", snippet], cwd=tmp_path / "b", check=True)
    keys = {*record, *record["charts"][0], *record["items"][0], *record["items"][0]["articles"][0]}
    assert {k for k in keys if f"`{k}`" not in page} == set()
    # drawn before, the figures stand in what is written later; and nothing made another edition
    assert exported("a", "--format", "md") == alone
    again = exported("c", "--format", "json,docx")
    assert again == {n: files[n] for n in again}
    assert from_json(files[f"{NAME}.json"].decode()).charts == charts_from(files[f"{NAME}-charts.json"].decode())


@pytest.mark.xdist_group("week")
def test_without_figures_the_record_lists_none(week: Week, tmp_path: Path) -> None:
    sound = next(d for d in week.digest("list", "--week", NAME, "--json").json() if supported(d))
    assert week.digest("approve", sound["id"], "--by", "张三").code == 0
    assert week.digest("export", "--week", NAME, "--out", tmp_path, "--format", "json").code == 0
    assert json.loads((tmp_path / f"{NAME}.json").read_text(encoding="utf-8"))["charts"] == []


def supported(row: dict[str, Any]) -> bool:
    return not any(c["verdict"] in ("absent", "conflicting") for c in row["checks"])


def test_a_font_installed_after_the_first_drawing_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    from matplotlib.font_manager import fontManager

    drawn()
    monkeypatch.setattr(fontManager, "ttflist", [])
    assert charts.fonts()
