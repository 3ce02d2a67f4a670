"""doctor: what is wrong with this machine, this home, or this endpoint."""

from __future__ import annotations

from dataclasses import asdict

import click

from digest.cli.common import Settings, common, say_json
from digest.cli.lines import say_under


@click.command("doctor", short_help="体检: 机器、家、密钥、模型端点")
@click.option("--engine", metavar="引擎", help="连这个模型一起查, 并试出哪种结构化输出行 (默认: DIGEST_ENGINE 或 extractive)")
@common
def doctor_command(settings: Settings, engine: str | None) -> int:
    """逐项检查一次运行需要的东西。有一项不对退出码就是 1。"""
    from digest.pipeline.doctor import examine

    found = []
    for finding in examine(settings.home(), engine):
        found.append(finding)
        if not settings.as_json:
            mend = "" if finding.ok else f" —— {finding.mend}"
            say_under(f"{'✓' if finding.ok else '✗'} ", f"{finding.name}: {finding.said}{mend}", 2)
    bad = sum(not f.ok for f in found)
    if not settings.as_json:
        say_under(
            "", f"{bad} 项要处理" if bad else "都好; 模型通不通: digest doctor --engine …; 来源通不通: digest sources check", 0
        )
    if settings.as_json:
        say_json([asdict(f) for f in found])
    return int(bad > 0)
