"""merge, split: stories put together and apart by hand."""

from __future__ import annotations

import click

from digest.cli.common import Settings, common, read_ids
from digest.cli.decide import by_or_login, show

_ENGINE = click.option("--engine", metavar="引擎", help="重写用的引擎 (默认: DIGEST_ENGINE 或 extractive)")


@click.command("merge", short_help="把几条并成一条")
@click.argument("ids", nargs=-1, required=True, metavar="编号 编号…")
@_ENGINE
@by_or_login
@common
def merge_command(settings: Settings, ids: tuple[str, ...], engine: str | None, by: str) -> None:
    """把后面几条的报道并入第一条, 重新起草并核对; 以后的运行不会再拆开。人改过的稿件保留原文, 只重新核对。"""
    from digest.pipeline import merge, open_engine

    with settings.desk() as desk:
        show(settings, desk, [merge(desk, open_engine(desk.home, engine), read_ids(ids), by)])


@click.command("split", short_help="拆出几篇另成一条")
@click.argument("draft_id", metavar="编号")
@click.argument("articles", nargs=-1, required=True, metavar="文章编号…")
@_ENGINE
@by_or_login
@common
def split_command(settings: Settings, draft_id: str, articles: tuple[str, ...], engine: str | None, by: str) -> None:
    """把几篇报道从一条稿件里拆出, 另成一条; 以后的运行不会再并回去。"""
    from digest.pipeline import open_engine, split

    with settings.desk() as desk:
        show(settings, desk, split(desk, open_engine(desk.home, engine), draft_id, read_ids(articles), by))
