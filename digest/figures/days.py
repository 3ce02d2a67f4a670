"""Calendar arithmetic behind the dates: nearest past and coming days, weeks, months, quarters, halves. Pure."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

Span = tuple[date, date]
_BEIJING = timezone(timedelta(hours=8))


def day_of(published: datetime | None) -> date | None:
    """The day of publication in Beijing."""
    if published is None:
        return None
    try:
        return published.astimezone(_BEIJING).date() if published.tzinfo else published.date()
    except OverflowError:
        return published.date()


def day(year: int, month: int, number: int) -> date | None:
    """That day, None where the calendar has none."""
    try:
        return date(year, month, number)
    except ValueError:
        return None


def shifted(start: date, days: int) -> date:
    """A day so many days later, held within the calendar."""
    try:
        return start + timedelta(days=days)
    except OverflowError:
        return start


def month_span(year: int, month: int) -> Span:
    """First and last day of a month; the month may lie outside of 1–12 and then counts on into other years."""
    year, month = max(min(year + (month - 1) // 12, 9998), 1), (month - 1) % 12 + 1
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), following - timedelta(days=1)


def months(year: int, first: int, last: int) -> Span:
    """From the first day of one month to the last of another."""
    return month_span(year, first)[0], month_span(year, last)[1]


def quarter(year: int, number: int) -> Span:
    """First and last day of a quarter."""
    return months(year, 3 * number - 2, 3 * number)


def half(year: int, number: int) -> Span:
    """First and last day of a half-year."""
    return months(year, 6 * number - 5, 6 * number)


def whole(year: int) -> Span:
    """First and last day of a year."""
    return months(year, 1, 12)


def week(ref: date, offset: int) -> Span:
    """Monday and Sunday of the week that lies so many weeks off the day's own."""
    monday = shifted(ref, -ref.weekday() + 7 * offset)
    return monday, shifted(monday, 6)


def nearest(ref: date, month: int, number: int, *, ahead: bool) -> date | None:
    """The last such day up to the reference, or the first from it on; 29 February may lie years off."""
    years = range(ref.year, ref.year + 9) if ahead else range(ref.year, ref.year - 9, -1)
    for year in years:
        found = day(year, month, number)
        if found and (found >= ref if ahead else found <= ref):
            return found
    return None


def nearest_in_month(ref: date, number: int, *, ahead: bool) -> date | None:
    """The last day of that number up to the reference (27日), or the first from it on."""
    for offset in range(13):
        first = month_span(ref.year, ref.month + (offset if ahead else -offset))[0]
        found = day(first.year, first.month, number)
        if found and (found >= ref if ahead else found <= ref):
            return found
    return None


def year_of_period(ref: date, first: int, last: int, *, ahead: bool) -> int:
    """The year in which a period of those months last began, or will next be running."""
    if ahead:
        return ref.year + (last < ref.month)
    return ref.year - (first > ref.month)
