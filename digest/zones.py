"""Time zones by IANA name and by the words that pages print (GMT+8, EST, 美东时间). Pure."""

from __future__ import annotations

import re
from datetime import UTC, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

#: minutes east of Greenwich
_FIXED = {
    "z": 0, "utc": 0, "gmt": 0, "wet": 0, "bst": 60, "cet": 60, "cest": 120, "eet": 120, "msk": 180, "ist": 330, "hkt": 480,
    "sgt": 480, "jst": 540, "kst": 540, "aest": 600, "aedt": 660, "est": -300, "edt": -240, "cdt": -300, "mst": -420,
    "mdt": -360, "pst": -480, "pdt": -420,
}  # fmt: skip
_NAMED_ZONE = {
    "et": "America/New_York", "ct": "America/Chicago", "mt": "America/Denver", "pt": "America/Los_Angeles",
    "北京时间": "Asia/Shanghai", "北京時間": "Asia/Shanghai", "台北時間": "Asia/Taipei", "香港時間": "Asia/Hong_Kong",
    "美东时间": "America/New_York", "美東時間": "America/New_York", "东部时间": "America/New_York",
    "太平洋时间": "America/Los_Angeles",
}  # fmt: skip


@lru_cache(maxsize=64)
def zone_named(name: str) -> tzinfo:
    """The IANA zone of that name; Beijing's offset where the machine has no zone files or the name is unknown."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC if name.upper() in ("UTC", "GMT") else timezone(timedelta(hours=8), "Asia/Shanghai")


def zone_of(word: str, default: tzinfo) -> tzinfo:
    """The zone a printed word names; CST is Beijing's for an Asian source, Chicago's for an American one."""
    name = word.strip().lower()
    offset = re.fullmatch(r"(?:utc|gmt)?\s?([+-])(\d{1,2}):?(\d{2})?", name)
    if offset:
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        return timezone(timedelta(minutes=minutes if offset[1] == "+" else -minutes)) if minutes <= 15 * 60 else default
    if name in _FIXED:
        return timezone(timedelta(minutes=_FIXED[name]))
    if name in _NAMED_ZONE:
        return zone_named(_NAMED_ZONE[name])
    american = getattr(default, "key", "").startswith(("America/", "US/"))
    return timezone(timedelta(hours=-6)) if name == "cst" and american else default
