"""Figures as files: both kinds, the same bytes twice, foreign names as text."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from digest.config import open_home
from digest.errors import NotFound, UsageError
from digest.export import charts
from digest.export.charts import Chart
from digest.pipeline import open_desk
from digest.pipeline.figures import TOKEN_FIGURES, token_figures
from tests.conftest import Week

pytest.importorskip("matplotlib", reason="matplotlib isn't installed (extra charts)")
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
        assert tuple(token_figures(desk, "2026-W09")) == TOKEN_FIGURES
        with pytest.raises(NotFound):
            token_figures(desk, "2025-W09")
