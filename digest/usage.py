"""Token rows → tables by country, vendor and model, under a named basis. Pure.

The press's 「中国 vs 美国」 is a sum over the models that OpenRouter's weekly chart names (about nine), not over the platform;
our rows name fifty a day. Both are computed and neither is shown without its name. Weeks are Monday to Sunday of UTC days.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from digest.errors import ConfigError

#: `top50`: all named rows of the API · `top9`: the nine largest models of the period, as the public chart names them
Basis = Literal["top50", "top9"]
BASES: tuple[Basis, ...] = ("top50", "top9")
REST = "other"
_COUNTRY = re.compile(r"[A-Z]{2}|other|unknown")


@dataclass(frozen=True, slots=True)
class Vendor:
    """Whose models an author's are, from a day on."""

    author: str
    name: str
    country: str
    valid_from: date = date.min


@dataclass(frozen=True, slots=True)
class Model:
    """One model in a period: tokens, share of the named rows in percent, rank; before: None where it is new."""

    slug: str
    vendor: str
    country: str
    tokens: int
    share: float
    rank: int
    rank_before: int | None = None
    tokens_before: int | None = None

    @property
    def change(self) -> float | None:
        """Growth over the period before, in percent."""
        return (self.tokens / self.tokens_before - 1) * 100 if self.tokens_before else None


@dataclass(frozen=True, slots=True)
class Table:
    """A period under a basis. `days` counts the days of which rows are stored: fewer than the period has is incomplete.

    `rest` is the API's own `other` row (models outside of its daily top fifty) and belongs to no country.
    """

    basis: Basis
    start: date
    end: date
    days: int
    cn: int
    us: int
    other: int
    unknown: int
    rest: int
    models: tuple[Model, ...]
    vendors: tuple[tuple[str, str, int], ...]
    unlisted: tuple[str, ...]
    as_of: str = ""

    @property
    def complete(self) -> bool:
        """Whether every day of the period is stored."""
        return self.days == (self.end - self.start).days + 1

    @property
    def named(self) -> int:
        """Tokens of all models that the basis names."""
        return self.cn + self.us + self.other + self.unknown


Rows = Mapping[tuple[str, str], int]


def table(
    rows: Rows,
    vendors: Sequence[Vendor],
    start: date,
    end: date,
    basis: Basis = "top50",
    *,
    compare: bool = True,
    as_of: str = "",
) -> Table:
    """The period from `start` to `end` inclusive; with `compare` the period of the same length before is held against it.

    `rows` maps (UTC day, model) to tokens.
    """
    length = end - start + timedelta(days=1)
    sums, days = _sums(rows, start, end)
    before, _ = _sums(rows, start - length, end - length) if compare else (Counter[str](), 0)
    rest = sums.pop(REST, 0)
    before.pop(REST, 0)
    chosen = _ranked(sums)[: 9 if basis == "top9" else None]
    owners = {slug: owner(slug, vendors, end) for slug, _ in chosen}
    models = _models(chosen, owners, before)
    countries, by_vendor = Counter[str](), Counter[tuple[str, str]]()
    for m in models:
        countries[_bucket(m.country)] += m.tokens
        by_vendor[(m.vendor, m.country)] += m.tokens
    return Table(
        basis, start, end, days, countries["CN"], countries["US"], countries["other"], countries["unknown"], rest, models,
        tuple((name, country, n) for (name, country), n in sorted(by_vendor.items(), key=lambda v: (-v[1], v[0]))),
        tuple(sorted({m.slug.split("/")[0] for m in models if owners[m.slug] is None})), as_of,
    )  # fmt: skip


def _sums(rows: Rows, start: date, end: date) -> tuple[Counter[str], int]:
    first, last = start.isoformat(), end.isoformat()
    sums, days = Counter[str](), set[str]()
    for (day, model), tokens in rows.items():
        if first <= day <= last:
            sums[model] += tokens
            days.add(day)
    return sums, len(days)


def _ranked(sums: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(sums.items(), key=lambda m: (-m[1], m[0]))


def _models(chosen: Sequence[tuple[str, int]], owners: Mapping[str, Vendor | None], before: Counter[str]) -> tuple[Model, ...]:
    total = sum(n for _, n in chosen) or 1
    ranks = {slug: n for n, (slug, _) in enumerate(_ranked(before), 1)}
    return tuple(
        Model(
            slug, found.name if found else slug.split("/")[0], found.country if found else "unknown", tokens,
            tokens / total * 100, rank, ranks.get(slug), before.get(slug),
        )
        for rank, (slug, tokens) in enumerate(chosen, 1)
        for found in [owners[slug]]
    )  # fmt: skip


def _bucket(country: str) -> str:
    return country if country in ("CN", "US", "unknown") else "other"


def owner(slug: str, vendors: Sequence[Vendor], day: date) -> Vendor | None:
    """Who owns a model on a day: the latest entry of its author that is valid then; None for an author that isn't listed."""
    author = slug.split("/", maxsplit=1)[0].casefold()
    valid = [v for v in vendors if v.author == author and v.valid_from <= day]
    return max(valid, key=lambda v: v.valid_from, default=None)


def week_days(week: str) -> tuple[date, date]:
    """Monday and Sunday of `2026-W09`, as UTC days."""
    monday = date.fromisocalendar(int(week[:4]), int(week[-2:]), 1)
    return monday, monday + timedelta(days=6)


def month_days(month: str) -> tuple[date, date]:
    """First and last day of `2026-02`."""
    first = date(int(month[:4]), int(month[5:7]), 1)
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


# -------------------------------------------------------------------------------------------------------------- the file
def vendors(data: object) -> tuple[Vendor, ...]:
    """The list that `vendors.yaml` holds. Raises ConfigError with the field, in Chinese."""
    rows = data.get("vendors") if isinstance(data, Mapping) else None
    if not isinstance(rows, list):
        raise ConfigError("最上层要有列表 vendors", field="vendors", mend="每行一个 “- {author: …, vendor: …, country: CN}”")
    found = tuple(_vendor(row, f"vendors[{n}]") for n, row in enumerate(rows))
    for n, v in enumerate(found):
        if any((v.author, v.valid_from) == (o.author, o.valid_from) for o in found[:n]):
            raise ConfigError(f"“{v.author}” 写了两次", field=f"vendors[{n}].author", mend="删去一行, 或写上 valid_from")
    return found


def _vendor(row: object, where: str) -> Vendor:
    if not isinstance(row, Mapping):
        raise ConfigError("要是一组 “名: 值”", field=where, mend="例如 {author: qwen, vendor: 阿里巴巴, country: CN}")
    if unknown := [k for k in row if k not in ("author", "vendor", "country", "valid_from")]:
        raise ConfigError("没有这个字段", field=f"{where}.{unknown[0]}", mend="可用: author, vendor, country, valid_from")
    words = {k: _word(row, k, where) for k in ("author", "vendor", "country")}
    if not _COUNTRY.fullmatch(words["country"]):
        raise ConfigError(
            f"“{words['country']}” 不是国家", field=f"{where}.country", mend="CN、US、其他 ISO 代码、other 或 unknown"
        )
    start = row.get("valid_from", date.min)
    if type(start) is not date:
        raise ConfigError("不是日期", field=f"{where}.valid_from", mend="写成 2026-03-01, 不加引号")
    return Vendor(words["author"].casefold(), words["vendor"], words["country"], start)


def _word(row: Mapping[str, Any], key: str, where: str) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not value.strip():
        raise ConfigError(
            "缺少这一项" if value is None else "要是文字", field=f"{where}.{key}", mend="补上它, 给 NO、01 之类加引号"
        )
    return value.strip()
