"""schedule: the daily job, printed or installed, for the system at hand."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import click

from digest.cli.common import Settings, common, say, say_json
from digest.cli.lines import say_under
from digest.errors import DigestError, UsageError
from digest.weeks import beijing

KINDS = ("cron", "systemd", "launchd", "windows")
NAME = "digest-daily"


@click.command("schedule", short_help="每日任务")
@click.option("--at", "clock", default="08:30", show_default=True, metavar="时:分", help="每天几点 (本机时间)")
@click.option("--kind", type=click.Choice(KINDS), help="默认按本机系统")
@click.option("--install", is_flag=True, help="装上, 而不只是打印")
@common
def schedule_command(settings: Settings, clock: str, kind: str | None, install: bool) -> None:
    """打印 (加 --install 则装上) 每天运行 digest run 的任务。

    关机或睡着时错过的, 醒来后补跑 (systemd、launchd、windows; cron 等到下一天)。一天没跑不丢稿: 下次会把列表上的都取到。
    """
    if not re.fullmatch(r"(?:[01]\d|2[0-3]):[0-5]\d", clock):
        raise UsageError(f"--at “{clock}” 不是时刻 —— 写成 08:30")
    chosen = kind or _native()
    job = Job(str(settings.home().root), sys.executable, clock)
    files = _RENDER[chosen](job)
    if install:
        _install(chosen, files, settings.home().root)
    if settings.as_json:
        say_json({"kind": chosen, "at": clock, "installed": install, "files": {str(p): text for p, text in files.items()}})
        return
    for path, text in files.items():
        say(f"{'已写入' if install else '#'} {path}")
        if not install:
            say(text)
    for line in _told(chosen, job, installed=install):
        say_under("", line, 2)


def _told(kind: str, job: Job, *, installed: bool) -> list[str]:
    """What a person should know behind the job's text."""
    at = datetime.now().astimezone().replace(hour=job.hour, minute=job.minute)
    there = "" if at.utcoffset() == beijing(at).utcoffset() else f" (本机时间; 北京时间 {beijing(at):%H:%M})"
    return [
        f"已装上, 每天 {at:%H:%M}{there} 运行; digest status 会显示上次运行"
        if installed
        else f"{_AFTER[kind]}。每天 {at:%H:%M}{there}",
        f"任务看不到终端里的环境变量: 密钥、DIGEST_ENGINE、DIGEST_NOTIFY 写进 {Path(job.home) / '.env'}",
        f"经过记在 {_LOGS[kind].format(home=job.home)}",
    ]


class Job:
    """What to run, where and when."""

    def __init__(self, home: str, python: str, clock: str) -> None:
        self.home, self.python, self.hour, self.minute = home, python, int(clock[:2]), int(clock[3:])
        self.words = [python, "-m", "digest", "--home", home, "run"]


def _native() -> str:
    if sys.platform == "darwin":
        return "launchd"
    if sys.platform == "win32":
        return "windows"
    return "systemd" if Path("/run/systemd/system").exists() else "cron"


def _cron(job: Job) -> dict[Path, str]:
    # cron reads % as the end of the line
    folder, log = (shlex.quote(str(p)) for p in (Path(job.home) / "db", Path(job.home) / "db" / "run.log"))
    command = f"mkdir -p {folder} && {shlex.join(job.words)} >> {log} 2>&1".replace("%", r"\%")
    return {Path("crontab"): f"{job.minute} {job.hour} * * * {command}  # {NAME}"}


def _systemd(job: Job) -> dict[Path, str]:
    folder = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "systemd" / "user"
    command = " ".join(
        '"' + w.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$") + '"' for w in job.words
    )
    service = f"[Unit]\nDescription=Digest daily run\n\n[Service]\nType=oneshot\nExecStart={command}\nSuccessExitStatus=3\n"
    timer = (
        f"[Unit]\nDescription=Digest daily run\n\n[Timer]\nOnCalendar=*-*-* {job.hour:02}:{job.minute:02}:00\nPersistent=true\n"
        "\n[Install]\nWantedBy=timers.target\n"
    )
    return {folder / f"{NAME}.service": service, folder / f"{NAME}.timer": timer}


def _launchd(job: Job) -> dict[Path, str]:
    import plistlib

    content = {
        "Label": NAME,
        "ProgramArguments": job.words,
        "StartCalendarInterval": {"Hour": job.hour, "Minute": job.minute},
        "StandardErrorPath": str(Path(job.home) / "db" / "run.log"),
    }
    return {Path.home() / "Library" / "LaunchAgents" / f"{NAME}.plist": plistlib.dumps(content).decode()}


def _windows(job: Job) -> dict[Path, str]:
    from xml.sax.saxutils import escape

    arguments = escape(subprocess.list2cmdline(job.words[1:]))
    start = f"2026-01-01T{job.hour:02}:{job.minute:02}:00"
    lines = [
        '<?xml version="1.0" encoding="UTF-16"?>',
        '<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">',
        f"  <Triggers><CalendarTrigger><StartBoundary>{start}</StartBoundary>",
        "    <ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay></CalendarTrigger></Triggers>",
        "  <Settings><StartWhenAvailable>true</StartWhenAvailable>",
        "    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy></Settings>",
        f"  <Actions><Exec><Command>{escape(job.python)}</Command><Arguments>{arguments}</Arguments></Exec></Actions>",
        "</Task>",
    ]
    return {Path(job.home) / "db" / f"{NAME}.xml": "\n".join(lines) + "\n"}


_RENDER = {"cron": _cron, "systemd": _systemd, "launchd": _launchd, "windows": _windows}
_AFTER = {
    "cron": "把上面一行加进 crontab -e; 或加 --install 由 digest 加上",
    "systemd": f"存好后: systemctl --user daemon-reload && systemctl --user enable --now {NAME}.timer; 或加 --install",
    "launchd": f"存好后: launchctl load ~/Library/LaunchAgents/{NAME}.plist; 或加 --install",
    "windows": f"存好后: schtasks /Create /TN {NAME} /XML 上面的文件; 或加 --install",
}


_LOGS = {
    "cron": "{home}/db/run.log",
    "systemd": f"日志里: journalctl --user -u {NAME}",
    "launchd": "{home}/db/run.log",
    "windows": "任务计划程序的历史记录里",
}


def _install(kind: str, files: dict[Path, str], home: Path) -> None:
    (home / "db").mkdir(parents=True, exist_ok=True)  # a job can't write its log into a folder that isn't there
    if kind == "cron":
        _add_to_crontab(next(iter(files.values())))
        return
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-16" if kind == "windows" else "utf-8")
    first = next(iter(files))
    commands = {
        "systemd": [["systemctl", "--user", "daemon-reload"], ["systemctl", "--user", "enable", "--now", f"{NAME}.timer"]],
        "launchd": [["launchctl", "load", "-w", str(first)]],
        "windows": [["schtasks", "/Create", "/F", "/TN", NAME, "/XML", str(first)]],
    }
    for command in commands[kind]:
        _call(command)


def _add_to_crontab(line: str) -> None:
    """The user's crontab with our line in place of an older one of ours; everything else stays."""
    held = _call(["crontab", "-l"], missing_ok=True)
    kept = [row for row in held.splitlines() if not row.endswith(f"# {NAME}")]
    _call(["crontab", "-"], "\n".join([*kept, line]) + "\n")


def _call(command: list[str], stdin: str = "", *, missing_ok: bool = False) -> str:
    try:
        done = subprocess.run(command, input=stdin, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    except OSError as error:
        raise DigestError(f"{command[0]}: {error.strerror or error} —— 不加 --install, 照打印的自己装") from None
    if done.returncode and not missing_ok:
        raise DigestError(f"{' '.join(command)}: {done.stderr.strip()[:200]} —— 不加 --install, 照打印的自己装")
    return done.stdout if not done.returncode else ""
