"""The sample week, day by day, over loopback HTTP: what `make demo` runs.

Starts the newsroom on a free port (each source on its own loopback address, so that hosts are crawled side by side), does
the seven daily runs as a scheduler would, exports a preview, and stops the newsroom again. Everything lands in `.demo/`,
apart from any real archive, and the report in `outputs/`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
WEEK = ROOT / "examples" / "week"
HOME, OUT = ROOT / ".demo", ROOT / "outputs"
FIRST_RUN, WEEK_NAME = datetime.fromisoformat("2026-02-23T23:30:00+08:00"), "2026-W09"


class Newsroom:
    """The server as a process of its own."""

    def __init__(self) -> None:
        self.process = self._start(["--spread"]) or self._start([])
        if self.process is None:
            sys.exit("示例新闻服务器没有启动")
        self.base = f"http://127.0.0.1:{(HOME / 'port').read_text().strip()}"

    def _start(self, options: list[str]) -> subprocess.Popen[bytes] | None:
        (HOME / "port").unlink(missing_ok=True)
        command = [sys.executable, WEEK / "server" / "newsroom.py", WEEK, "--now", FIRST_RUN.isoformat()]
        files = ["--port-file", HOME / "port", "--write-sources", HOME / "sources.yaml"]
        # not every system has 127.0.1.x; without them one address serves all, one source after the other
        process = subprocess.Popen([*command, *files, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(200):
            if (HOME / "port").exists() and (HOME / "port").read_text().strip():
                return process
            if process.poll() is not None:
                return None
            time.sleep(0.05)
        process.kill()
        return None

    def set_clock(self, now: datetime) -> None:
        """Move the newsroom's clock and empty its request log."""
        self._control("now", now.isoformat().encode())
        self._control("reset-log", b"")

    def log(self) -> list[dict[str, Any]]:
        """The requests since the clock was moved."""
        return [json.loads(line) for line in self._control("log").splitlines()]

    def _control(self, what: str, body: bytes | None = None) -> bytes:
        with urllib.request.urlopen(f"{self.base}/_control/{what}", data=body, timeout=10) as answer:  # noqa: S310 - loopback
            content: bytes = answer.read()
            return content

    def stop(self) -> None:
        """End the process."""
        self.process.terminate()
        self.process.wait(10)


def digest(*words: str, capture: bool = True) -> str:
    """Run the program as a user would; stops the demo when it fails."""
    env = {**os.environ, "OPENROUTER_API_KEY": os.environ.get("OPENROUTER_API_KEY", "demo"), "DIGEST_HOME": str(HOME)}
    done = subprocess.run(
        [sys.executable, "-m", "digest", *words], env=env, stdout=subprocess.PIPE if capture else None, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"digest {' '.join(words)}: 退出码 {done.returncode}")
    return done.stdout or ""


def day_line(now: datetime, outcome: dict[str, Any], log: list[dict[str, Any]]) -> str:
    """What one daily run cost."""
    status = Counter(row["status"] for row in log)
    kilobytes = sum(row["bytes"] for row in log) / 1024
    weekday = "一二三四五六日"[now.weekday()]
    return "  ".join(
        [
            f"{now.month}月{now.day}日 周{weekday}",
            f"新条目 {outcome['articles']:3}",
            f"事件 {outcome['stories']:3}",
            f"新稿 {outcome['drafts']:3}",
            f"下载 {status[200]:3} 页 {kilobytes:5.0f} KB",
            f"未变 {status[304]:2}",
            "费用 0 元",
            f"用时 {outcome['seconds']:.1f} 秒",
        ]
    )


def main() -> None:
    """The whole week; with `--into FOLDER` everything lands there."""
    global HOME, OUT
    if len(sys.argv) == 3 and sys.argv[1] == "--into":
        HOME, OUT = Path(sys.argv[2]) / "home", Path(sys.argv[2]) / "outputs"
    shutil.rmtree(HOME, ignore_errors=True)
    HOME.mkdir(parents=True)
    room = Newsroom()
    try:
        print(f"示例周 {WEEK_NAME}: {len(json.loads(_sources()))} 个来源, 每天一次 digest run\n", flush=True)
        for number in range(7):
            now = FIRST_RUN + timedelta(days=number)
            room.set_clock(now)
            outcome = json.loads(digest("run", "--json", "--now", now.isoformat()))
            print(day_line(now, outcome, room.log()), flush=True)
        room.set_clock(now)
        again = json.loads(digest("run", "--json", "--now", now.isoformat()))
        print(f"\n原样再跑一次:  {day_line(now, again, room.log())}\n", flush=True)
        digest("export", "--week", WEEK_NAME, "--preview", "--out", str(OUT))
        closing()
    finally:
        room.stop()


def _sources() -> str:
    lines = (HOME / "sources.yaml").read_text(encoding="utf-8").splitlines()
    return json.dumps([line for line in lines if line.startswith("  - id:")])


def closing() -> None:
    """The report, where it is, and what to type next."""
    section = OUT / f"{WEEK_NAME}-preview.md"
    print(section.read_text(encoding="utf-8"))
    program = f".venv/bin/digest --home {_shown(HOME)}"
    drafts = json.loads(digest("list", "--week", WEEK_NAME, "--json"))
    example = drafts[0]["id"] if drafts else "编号"
    print("—" * 60)
    print(f"第 3 节 (预览):  {_shown(section)}")
    print(f"首页段落和目录:  {_shown(OUT / f'{WEEK_NAME}-preview-front.md')}")
    print(f"数据库:          {_shown(HOME / 'db' / 'digest.db')}")
    print("\n接着可以:")
    clock = f"--now {(FIRST_RUN + timedelta(days=6)).isoformat()}"
    print(f"  {program} {clock} review                  # 审稿: 左稿右证据, 按 ? 看按键")
    print(f"  {program} list --week {WEEK_NAME}                 # 全部稿件")
    print(f"  {program} show {example}                  # 一条稿件和它的证据")
    print(f"  {program} approve {example} --by 姓名     # 批准")
    print(f"  {program} export --week {WEEK_NAME}               # 只导出批准过的")
    print(f"  {program} tokens --week 2026-W08               # OpenRouter 用量, 中国与美国")
    print(f"  {program} search 数据局                       # 全文检索")


def _shown(path: Path) -> Path:
    """A path as a user of this folder would type it."""
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) else path


if __name__ == "__main__":
    main()
