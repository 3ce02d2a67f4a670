"""What is wrong with this machine, this home, or this endpoint: one finding a thing that a run needs."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from digest.config import Home, load_sources
from digest.config.keys import variables
from digest.connectors import unset
from digest.connectors.openrouter import KEY
from digest.dask_executor import OnCluster
from digest.engines import DEFAULT, chat, engine_name
from digest.engines.providers import MODES, Endpoint, Structured
from digest.engines.records import HALTS, Ask
from digest.engines.shape import Unreadable, closed, read
from digest.errors import DigestError, UsageError
from digest.export import charts
from digest.pipeline.shared import load_names
from digest.pipeline.writers import headings, load_prompt, load_providers
from digest.store import open_store

#: bytes of free space under which a run would soon fail
LEAST_SPACE = 300 * 2**20
_FEATURES = (
    ("FTS5 trigram", "create virtual table t using fts5(x, tokenize = 'trigram')"),
    ("JSON", "select json_extract('{\"a\": 1}', '$.a'), value from json_each('[1]')"),
    ("STRICT", "create table s (a integer) strict"),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: what was found and, where it's wrong, what to do."""

    name: str
    ok: bool
    said: str
    mend: str = ""


def examine(home: Home, engine: str | None = None) -> Iterator[Finding]:
    """Every finding, as it's made. Only a model's endpoint and a Dask cluster are asked anything over the network."""
    yield Finding("Python", sys.version_info >= (3, 11), sys.version.split()[0], "要 3.11 或更新的 Python")
    yield _sqlite()
    yield _disk(home)
    yield _clock(home)
    yield _checked("家", lambda: _home(home), "换一个能写的文件夹, 或改权限")
    yield _checked("数据库", lambda: _database(home), "从备份恢复, 或把它移走后重新运行 digest run")
    yield _checked("来源", lambda: _sources(home), "照提示改 sources.yaml")
    yield _checked("提示词和名称表", lambda: _prompts(home), "照提示改 prompts/ 里的文件")
    yield _extras()
    if scheduler := os.environ.get("DIGEST_DASK"):
        yield _checked("Dask 集群", lambda: _cluster(scheduler), "看集群是否开着, 或去掉环境变量 DIGEST_DASK")
    yield from _engine(home, engine)


def _checked(name: str, look: Callable[[], str], mend: str) -> Finding:
    try:
        return Finding(name, True, look())
    except DigestError as error:
        said, _, told = str(error).partition(" —— ")  # an error that knows its mend
        return Finding(name, False, said, told or mend)
    except (OSError, sqlite3.Error) as error:
        return Finding(name, False, f"{type(error).__name__}: {error}", mend)


# -------------------------------------------------------------------------------------------------------------- machine
def _sqlite() -> Finding:
    missing = []
    with closing(sqlite3.connect(":memory:")) as db:
        for name, sql in _FEATURES:
            try:
                db.execute(sql)
            except sqlite3.Error:
                missing.append(name)
    said = sqlite3.sqlite_version + (f", 缺 {'、'.join(missing)}" if missing else ", FTS5 trigram、JSON、STRICT 都有")
    return Finding("SQLite", not missing, said, "换用自带 SQLite 3.37 以上的 Python")


def _disk(home: Home) -> Finding:
    free = shutil.disk_usage(home.root).free
    return Finding("磁盘", free >= LEAST_SPACE, f"剩 {free / 2**30:.1f} GiB", "腾出至少 300 MiB")


def _clock(home: Home) -> Finding:
    now = datetime.now(UTC)
    local = now.astimezone(ZoneInfo("Asia/Shanghai"))
    said = f"北京时间 {local:%Y-%m-%d %H:%M}, 本机时区 {datetime.now().astimezone().tzname()}"
    latest = _latest_run(home)
    if now.year < 2025 or (latest and latest > now + timedelta(hours=1)):
        when = f", 而上次运行记在 {latest.astimezone(local.tzinfo):%Y-%m-%d %H:%M}" if latest else ""
        return Finding("时钟", False, said + when, "校准系统时间")
    return Finding("时钟", True, said)


def _latest_run(home: Home) -> datetime | None:
    if not home.database.is_file():
        return None
    try:
        with closing(sqlite3.connect(f"{home.database.as_uri()}?mode=ro", uri=True)) as db:
            (latest,) = db.execute("select max(started_at) from runs").fetchone()
            return datetime.fromisoformat(latest) if latest else None
    except (sqlite3.Error, ValueError):
        return None


# ----------------------------------------------------------------------------------------------------------------- home
def _home(home: Home) -> str:
    with tempfile.NamedTemporaryFile(dir=home.root, prefix=".digest-doctor-"):
        return f"{home.root} 可写"


def _database(home: Home) -> str:
    if not home.database.is_file():
        return "还没有, 第一次 digest run 时会建"
    with open_store(home.database) as store:
        return f"{home.database.stat().st_size / 2**20:.1f} MiB, {store.articles.count()} 篇文章"


def _sources(home: Home) -> str:
    sources = [s for s in load_sources(home.sources) if s.enabled]
    waiting = {s.id: name for s in sources if (name := unset(s))}
    key = any(s.kind == "openrouter" for s in sources) and not variables(home.root / ".env")(KEY)
    told = [f"没有设置 {name}, 会跳过 {source}" for source, name in waiting.items()]
    told += [f"没有 {KEY}, 会跳过 openrouter 来源"] if key else []
    return "; ".join([f"启用 {len(sources)} 个", *told])


def _extras() -> Finding:
    """What is installed beside the core; nothing of it is needed."""
    extras = {
        "docx": "docxtpl",
        "charts": "matplotlib",
        "pdf": "pypdf",
        "market": "openpyxl",
        "notify": "apprise",
        "dask": "distributed",
    }
    missing = [name for name, module in extras.items() if find_spec(module) is None]
    there = "、".join(name for name in extras if name not in missing) or "无"
    told = f"已装 {there}" + (f"; 要用再装: pip install 'digest[{','.join(missing)}]'" if missing else "")
    try:
        if "charts" not in missing:
            charts.fonts()
    except UsageError as error:
        told += f"; 画不了图: {error}"
    return Finding("可选功能", True, told)


def _cluster(scheduler: str) -> str:
    with OnCluster(scheduler) as workers:
        return f"{scheduler}, {workers.size} 个 worker, 版本与这里相同"


def _prompts(home: Home) -> str:
    load_names(home)
    load_providers(home)
    kinds = ("draft", "repair", "judge")
    for kind in kinds:
        load_prompt(home, kind)
    return f"{len(headings(home))} 个小节, {len(kinds)} 份提示词"


# --------------------------------------------------------------------------------------------------------------- engine
class _Probe(BaseModel):
    model_config = ConfigDict(strict=True)
    word: str
    number: int
    good: bool


def _engine(home: Home, given: str | None) -> Iterator[Finding]:
    variable = variables(home.root / ".env")
    name = engine_name(given, variable)
    if name == DEFAULT:
        yield Finding("引擎", True, "extractive, 离线, 不要密钥")
        return
    try:
        endpoint = load_providers(home).endpoint(name, variable)
    except DigestError as error:
        yield Finding("引擎", False, str(error), "照提示补上")
        return
    key = "密钥已找到" if endpoint.key else "不用密钥"
    price = "价格已知" if endpoint.price else "价格未知, 费用按 0 计, 只受 token 上限约束"
    yield Finding("引擎", True, f"{name}, {endpoint.base_url}, {key}, {price}")
    yield asyncio.run(_probe(endpoint))


async def _probe(endpoint: Endpoint) -> Finding:
    """Asks for three fields in every mode and says which of them bring what was asked for."""
    found: dict[Structured, str] = {}
    async with chat.open_client(endpoint) as client:
        for mode in MODES:
            answer = await chat.send(client, replace(endpoint, structured=mode), probe(endpoint))
            found[mode] = f"{answer.trouble} {answer.message}" if answer.trouble else _fits(answer.text)
            if answer.trouble in HALTS | {"connection"}:
                return Finding("端点", False, answer.message, "核对密钥、余额、模型名和地址")
    said = " · ".join(f"{mode} {'行' if not why else '不行 (' + why[:80] + ')'}" for mode, why in found.items())
    works = [mode for mode, why in found.items() if not why]
    best = f"把 structured 改成 {works[0]}" if works else "换一个模型"
    return Finding("端点", not found[endpoint.structured], f"{said}; 现在用 {endpoint.structured}", best)


def probe(endpoint: Endpoint) -> Ask:
    """The smallest question that shows whether a mode works."""
    schema = closed({"word": {"type": "string"}, "number": {"type": "integer"}, "good": {"type": "boolean"}})
    text = '只输出一个 JSON 对象, 形如 {"word": "数据", "number": 7, "good": true}, 三个字段都要有。'
    return Ask("probe", "", endpoint.name, "probe", (("user", text),), schema)


def _fits(text: str) -> str:
    try:
        read(text, _Probe)
    except Unreadable as error:
        return str(error)
    return ""
