"""ISO weeks in Beijing time, written `2026-W09`: Monday 00:00 to the next Monday 00:00, Asia/Shanghai. Pure."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from digest.errors import UsageError

BEIJING = ZoneInfo("Asia/Shanghai")
_WEEK = re.compile(r"(\d{4})-?[Ww](\d{1,2})")


def week_of(moment: datetime) -> str:
    """The week that an aware time falls into in Beijing."""
    year, week, _ = moment.astimezone(BEIJING).isocalendar()
    return f"{year}-W{week:02d}"


def parse_week(text: str) -> str:
    """A week as written by a user, normalised. Raises UsageError for what is none."""
    match = _WEEK.fullmatch(text.strip())
    try:
        if match:
            date.fromisocalendar(int(match[1]), int(match[2]), 1)
            return f"{match[1]}-W{int(match[2]):02d}"
    except ValueError:
        pass
    raise UsageError(f"“{text}” 不是 ISO 周 —— 写成 2026-W09")


def bounds(week: str) -> tuple[datetime, datetime]:
    """First instant of the week and of the next one, in UTC."""
    year, number = int(week[:4]), int(week[-2:])
    monday = datetime.combine(date.fromisocalendar(year, number, 1), datetime.min.time(), BEIJING)
    return monday.astimezone(UTC), (monday + timedelta(days=7)).astimezone(UTC)


def beijing(moment: datetime) -> datetime:
    """The same instant on a Beijing clock."""
    return moment.astimezone(BEIJING)
