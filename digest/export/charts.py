"""Figures as the report prints them: title, unit, source line; PNG for Word and the screen, SVG for everything else.

The library is the extra `charts`; the same numbers give the same SVG.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from digest.errors import UsageError
from digest.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

_FACES = (
    "Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "Microsoft YaHei", "PingFang SC", "SimHei",
    "WenQuanYi Micro Hei", "Noto Sans SC", "Noto Sans CJK JP",
)  # fmt: skip
#: what stands on one line of an upright name: a Chinese character, or a run of Latin and digits
_UPRIGHT = re.compile(r"[A-Za-z0-9.%]+|[^A-Za-z0-9.%\s]")
NAVY, RED, GREY, PALE, INK = "#1f3a5f", "#c0392b", "#8a94a3", "#c9d2de", "#1c2430"


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure's words: caption above, unit, and the lines below it."""

    title: str
    unit: str
    below: tuple[str, ...] = ()


def groups(chart: Chart, labels: Sequence[str], series: Mapping[str, Sequence[float]]) -> dict[str, bytes]:
    """Bars side by side for each label: `{"png": …, "svg": …}`. Raises UsageError without the extra."""
    colors = dict(zip(series, (RED, NAVY, GREY, PALE), strict=False))

    def draw(axes: Any) -> None:
        width = 0.8 / max(1, len(series))
        for place, (name, values) in enumerate(series.items()):
            at = [n + (place - (len(series) - 1) / 2) * width for n in range(len(labels))]
            bars = axes.bar(at, values, width * 0.92, label=_said(name), color=colors[name])
            axes.bar_label(bars, [f"{v:.2f}" for v in values], fontsize=8, padding=2, color=INK)
        axes.set_xticks(range(len(labels)), [_said(label) for label in labels])
        axes.legend(frameon=False, ncols=len(series), loc="upper left", bbox_to_anchor=(0, 1.02), fontsize=9)
        axes.margins(y=0.18)
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.tick_params(left=False, labelleft=False)

    return _drawn(chart, draw, (7.2, 3.9))


def ranking(chart: Chart, bars: Sequence[tuple[str, float, bool]], digits: int = 2) -> dict[str, bytes]:
    """Bars one below the other, the largest first; those marked True stand out."""

    def draw(axes: Any) -> None:
        places = range(len(bars))
        drawn = axes.barh(places, [v for _, v, _ in bars], 0.68, color=[RED if own else NAVY for _, _, own in bars])
        axes.set_yticks(places, [_said(name) for name, _, _ in bars])
        axes.bar_label(drawn, [f"{v:.{digits}f}" for _, v, _ in bars], fontsize=8, padding=3, color=INK)
        axes.invert_yaxis()
        axes.margins(x=0.12, y=0.02)
        axes.axvline(0, color=GREY, linewidth=0.8)
        axes.spines[["top", "right", "bottom", "left"]].set_visible(False)
        axes.tick_params(left=False, bottom=False, labelbottom=False)

    return _drawn(chart, draw, (7.2, 1.5 + 0.27 * max(4, len(bars))))


def columns(chart: Chart, bars: Sequence[tuple[str, float, bool]]) -> dict[str, bytes]:
    """Many narrow columns with their names upright, as a report shows all industries; those marked True stand out."""

    def draw(axes: Any) -> None:
        places = range(len(bars))
        axes.bar(places, [v for _, v, _ in bars], 0.7, color=[RED if own else NAVY for _, _, own in bars])
        axes.set_xticks(
            places, ["\n".join(_UPRIGHT.findall(_said(name))) for name, _, _ in bars], fontsize=7.5, linespacing=1.0
        )
        axes.axhline(0, color=INK, linewidth=0.8)
        axes.grid(axis="y", color=PALE, linewidth=0.6)
        axes.set_axisbelow(True)
        axes.margins(x=0.01)
        axes.spines[["top", "right", "bottom", "left"]].set_visible(False)
        axes.tick_params(left=False, bottom=False)

    return _drawn(chart, draw, (7.2, 3.9))


def line(
    chart: Chart, points: Sequence[tuple[date, float]], mean: float | None = None, mean_name: str = ""
) -> dict[str, bytes]:
    """One line over time, and its mean as a dashed one."""

    def draw(axes: Any) -> None:
        axes.plot([d for d, _ in points], [v for _, v in points], color=NAVY, linewidth=1.4)
        if mean is not None:
            axes.axhline(mean, color=RED, linewidth=1.1, linestyle="--", label=f"{_said(mean_name)} {mean:.2f}")
            axes.legend(frameon=False, fontsize=9, loc="upper left")
        axes.grid(axis="y", color=PALE, linewidth=0.6)
        axes.spines[["top", "right", "left"]].set_visible(False)

    return _drawn(chart, draw, (7.2, 3.6))


def _said(text: str) -> str:
    # a dollar sign opens matplotlib's formula language
    return one_line(text).replace("$", r"\$")


def _drawn(chart: Chart, draw: Callable[[Any], None], size: tuple[float, float]) -> dict[str, bytes]:
    with _library() as figure_of:
        figure = figure_of(figsize=size, layout="constrained")
        low, high = 0.06 + 0.035 * len(chart.below) if chart.below else 0.01, 0.88 if chart.title else 0.92
        figure.get_layout_engine().set(rect=(0.01, low, 0.98, high - low))
        draw(figure.add_subplot())
        figure.text(0.015, 0.955, _said(chart.title), fontsize=12, fontweight="bold", color=NAVY, va="center")
        figure.text(
            0.985, 0.9 if chart.title else 0.96, f"单位: {_said(chart.unit)}", fontsize=8.5, color=GREY, ha="right", va="center"
        )
        step = 0.17 / size[1]
        for place, words in enumerate(reversed(chart.below)):
            figure.text(0.015, 0.025 + step * place, _said(words), fontsize=8, color=GREY, va="bottom")
        return {kind: _saved(figure, kind) for kind in ("png", "svg")}


def _saved(figure: Any, kind: str) -> bytes:
    written = io.BytesIO()
    figure.savefig(written, format=kind, dpi=160, metadata={"Date": None} if kind == "svg" else {"Software": None})
    return written.getvalue()


def fonts() -> list[str]:
    """The Chinese fonts that charts can be drawn with here, best first. `UsageError` where there is none, or no library."""
    try:
        from matplotlib.font_manager import findSystemFonts, fontManager
    except ImportError:
        raise UsageError("画图要先安装附加组件: pip install 'digest[charts]'") from None
    if not (faces := _known(fontManager)):
        for path in findSystemFonts():  # the library remembers its list: a font installed since then is not on it
            with suppress(OSError, RuntimeError):
                fontManager.addfont(path)
        faces = _known(fontManager)
    if not faces:
        raise UsageError("这台机器没有中文字体, 图上会是方块 —— 安装 Noto Sans CJK SC 或思源黑体, 整份报告也可加 --no-charts")
    return faces


def _known(manager: Any) -> list[str]:
    held = {f.name for f in manager.ttflist}
    return [f for f in _FACES if f in held]


@contextmanager
def _library() -> Iterator[Callable[..., Any]]:
    """The figure class under our fonts, whatever else this process draws."""
    faces = fonts()
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    def figure_of(**options: Any) -> Figure:
        figure = Figure(**options)
        FigureCanvasAgg(figure)
        return figure

    with mpl.rc_context(
        {"font.family": faces[:1], "axes.unicode_minus": False, "svg.fonttype": "path", "svg.hashsalt": "digest"}
    ):
        yield figure_of
