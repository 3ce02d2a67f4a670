"""doctor: what is wrong with this machine, this home, or this endpoint."""

from __future__ import annotations

from dataclasses import asdict

import click

from digest.cli.common import Settings, common, say, say_json


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
            say(f"{'✓' if finding.ok else '✗'} {finding.name}: {finding.said}{mend}")
    if settings.as_json:
        say_json([asdict(f) for f in found])
    return int(not all(f.ok for f in found))
