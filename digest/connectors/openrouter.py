"""OpenRouter's official data API: tokens by model and UTC day (`/api/v1/datasets/rankings-daily`).

A UTC day is complete at 08:00 in Beijing. Days that are stored aren't asked for again, but for the last week's, which the
publisher may restate.
"""

from __future__ import annotations

import json
import re
from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode

from digest.connectors import private_origins
from digest.model import Failure, Page, Request, Source, TokenRows
from digest.text import one_line

KEY = "OPENROUTER_API_KEY"
#: what to do where there is none
GET_ONE = "在 openrouter.ai 申请一个, 设为环境变量或写进家里的 .env; 或停用这个来源"
#: how far a first request looks back, and how many stored days are asked for again
FIRST_DAYS, RESTATED_DAYS = 35, 7
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def plan(source: Source, stored: AbstractSet[date], now: datetime) -> Request | None:
    """One request for the complete days that are missing, or None when the last complete day is stored."""
    last = now.astimezone(UTC).date() - timedelta(days=1)
    if last in stored:
        return None
    start = max(stored) - timedelta(days=RESTATED_DAYS - 1) if stored else last - timedelta(days=FIRST_DAYS - 1)
    query = urlencode({"start_date": start.isoformat(), "end_date": last.isoformat()})
    url = source.url + ("&" if "?" in source.url else "?") + query
    return Request(url, source.id, "data", auth_env=KEY, private=private_origins(source))


def read(page: Page) -> TokenRows | Failure:
    """Rows and meta of an answer; whatever isn't of the documented shape is a Failure."""
    try:
        data = json.loads(page.body)
        meta = data["meta"]
        rows = tuple(
            (_day(r["date"]), one_line(str(r["model_permaslug"]))[:200], int(str(r["total_tokens"]))) for r in data["data"]
        )
        return TokenRows(
            rows, one_line(str(meta["as_of"]))[:40], _day(meta["start_date"]), _day(meta["end_date"]), str(meta["version"])
        )
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        return Failure(
            page.url, "not_rankings", f"不是 rankings-daily 的格式: {one_line(f'{type(error).__name__} {error}')[:120]}"
        )


def _day(value: object) -> str:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError(f"date {value!r}")
    return date.fromisoformat(value).isoformat()
