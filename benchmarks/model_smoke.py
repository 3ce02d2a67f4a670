"""A real inference server with random weights: what is well formed and means nothing must end as flagged or offline drafts.

    python -m benchmarks.model_smoke            makes an environment of its own beside the system's temporary files, once

Installs `llama-cpp-python[server]` and `gguf` from the package index (it compiles: nine minutes of one core; a C++ compiler is
needed), writes a Llama of a few hundred thousand random weights with a byte vocabulary, serves it on the loopback interface,
and drafts a few stories of the sample week with `chat:custom/…` in every mode that this server has. In tool mode its grammar
forces the JSON schema, so that the shape is right and the content is noise; it knows no json_schema (`digest doctor` says so).
Not part of the tests: it downloads and compiles.

Exit 0 when every story has a draft, none of the model's noise stands unflagged in one, and a second run asks nothing.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "servers"), str(ROOT / "examples" / "week" / "server")]
PLACE = Path(tempfile.gettempdir()) / "digest-model-smoke"
PACKAGES = ("llama-cpp-python[server]>=0.3,<0.4", "gguf>=0.10,<1")
STORIES, CONTEXT = 3, 16384

#: runs inside the environment: a GGUF file of random weights, its vocabulary the 256 bytes and a few signs
_WEIGHTS = """
import sys
import numpy as np
from gguf import GGUFWriter, TokenType

path, context = sys.argv[1], int(sys.argv[2])
rng = np.random.default_rng(7)
tokens = [b"<unk>", b"<s>", b"</s>"] + [f"<0x{n:02X}>".encode() for n in range(256)]
kinds = [TokenType.UNKNOWN, TokenType.CONTROL, TokenType.CONTROL] + [TokenType.BYTE] * 256
signs = list('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 {}[]":,._-') + list("的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经")
tokens += [s.encode() if s != " " else "\\u2581".encode() for s in signs]
kinds += [TokenType.NORMAL] * len(signs)
width, hidden, heads, layers = 64, 128, 4, 2
w = GGUFWriter(path, "llama")
w.add_name("noise"); w.add_context_length(context); w.add_embedding_length(width); w.add_block_count(layers)
w.add_feed_forward_length(hidden); w.add_head_count(heads); w.add_head_count_kv(heads); w.add_layer_norm_rms_eps(1e-5)
w.add_rope_dimension_count(width // heads); w.add_vocab_size(len(tokens))
w.add_tokenizer_model("llama"); w.add_token_list(tokens); w.add_token_scores([0.0] * len(tokens)); w.add_token_types(kinds)
w.add_bos_token_id(1); w.add_eos_token_id(2); w.add_unk_token_id(0)
def put(name, *shape):
    w.add_tensor(name, rng.normal(0, 0.3, shape).astype(np.float32))
put("token_embd.weight", len(tokens), width); put("output.weight", len(tokens), width)
w.add_tensor("output_norm.weight", np.ones(width, np.float32))
for n in range(layers):
    for part, shape in (("attn_q", (width, width)), ("attn_k", (width, width)), ("attn_v", (width, width)),
                        ("attn_output", (width, width)), ("ffn_gate", (hidden, width)), ("ffn_up", (hidden, width)),
                        ("ffn_down", (width, hidden))):
        put(f"blk.{n}.{part}.weight", *shape)
    for part in ("attn_norm", "ffn_norm"):
        w.add_tensor(f"blk.{n}.{part}.weight", np.ones(width, np.float32))
w.write_header_to_file(); w.write_kv_data_to_file(); w.write_tensors_to_file(); w.close()
"""


def main() -> int:
    """The whole check; 0 when it holds, 77 when nothing could be installed."""
    python = _environment()
    if python is None:
        print("the inference server could not be installed here")
        return 77
    model = PLACE / "noise.gguf"
    subprocess.run([python, "-c", _WEIGHTS, str(model), str(CONTEXT)], check=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = [
        "--model",
        model,
        "--host",
        "127.0.0.1",
        "--port",
        port,
        "--n_ctx",
        CONTEXT,
        "--chat_format",
        "chatml-function-calling",
    ]
    command = [python, "-m", "llama_cpp.server", *map(str, words)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(port, server)
        return max(_mode(port, mode) for mode in ("tool", "object", "prompt"))
    finally:
        server.terminate()
        server.wait(20)


def _environment() -> Path | None:
    """The interpreter of an environment with the server, made once."""
    python = PLACE / "venv" / "bin" / "python"
    if (PLACE / "ready").exists():
        return python
    shutil.rmtree(PLACE, ignore_errors=True)
    PLACE.mkdir(parents=True)
    subprocess.run([sys.executable, "-m", "venv", PLACE / "venv"], check=True)
    done = subprocess.run([python, "-m", "pip", "install", "--quiet", "--upgrade", "pip", *PACKAGES], check=False)
    if done.returncode:
        return None
    (PLACE / "ready").touch()
    return python


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(120):
        if server.poll() is not None:
            sys.exit("the inference server did not start")
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/v1/models", timeout=2).close()
            return
        except OSError:
            time.sleep(0.5)
    sys.exit("the inference server did not answer")


def _mode(port: int, mode: str) -> int:
    """Draft a few stories in one mode of structured output; 0 when all of them ended as they must."""
    from newsroom import Newsroom

    from tests.conftest import FIRST_EVENING, WEEK

    now = FIRST_EVENING + timedelta(days=2)
    room = Newsroom(WEEK, now=now, spread=True)
    with tempfile.TemporaryDirectory() as folder, room:
        home = Path(folder)
        (home / "sources.yaml").write_text(room.sources_yaml(), encoding="utf-8")
        (home / "prompts").mkdir()
        text = (ROOT / "prompts" / "providers.yaml").read_text(encoding="utf-8")
        head, mark, tail = text.rpartition("    structured: object\n")
        ways = f"    structured: {mode}\n    longest: 1500\n    deadline: 240\n    concurrency: 1\n"
        (home / "prompts" / "providers.yaml").write_text(head + (ways if mark else "") + tail, encoding="utf-8")
        os.environ |= {"OPENAI_BASE_URL": f"http://127.0.0.1:{port}/v1", "OPENAI_API_KEY": "none", "OPENROUTER_API_KEY": "none"}
        _digest("crawl", home=home, now=now)
        _digest("cluster", home=home, now=now)
        _few(home)
        first = _digest("draft", "--engine", "chat:custom/noise", "--json", home=home, now=now)
        again = _digest("draft", "--engine", "chat:custom/noise", "--json", home=home, now=now)
        rows, calls = _found(home)
    return _verdict(mode, first, again, rows, calls)


def _digest(*words: str, home: Path, now: Any) -> Any:
    from tests.conftest import command

    answer = command(*words, home=home, now=now)
    assert answer.code in (0, 3), answer.err
    return json.loads(answer.out) if "--json" in words else None


def _few(home: Path) -> None:
    with sqlite3.connect(home / "db" / "digest.db") as db:
        kept = [r[0] for r in db.execute(f"select id from stories where section is not null order by id limit {STORIES}")]
        db.execute(f"update stories set section = null where id not in ({','.join('?' * len(kept))})", kept)
    db.close()


def _found(home: Path) -> tuple[list[tuple[str, str, int]], list[tuple[str, str, str]]]:
    with sqlite3.connect(home / "db" / "digest.db") as db:
        sql = "select d.engine, d.notes, (select count(*) from checks c where c.draft = d.id and c.verdict = 'absent') from drafts d"
        rows = db.execute(sql).fetchall()
        calls = db.execute("select purpose, error, substr(reply, 1, 70) from llm_calls").fetchall()
    db.close()
    return rows, calls


def _verdict(mode: str, first: Any, again: Any, rows: list[tuple[str, str, int]], calls: list[tuple[str, str, str]]) -> int:
    whole = sum(not error for _, error, _ in calls)
    offline = sum(engine == "extractive" for engine, _, _ in rows)
    flagged = sum(engine != "extractive" and absent > 0 for engine, _, absent in rows)
    print(f"{mode:<8} calls {len(calls)} (answered {whole}) · drafts {len(rows)}: offline {offline}, flagged {flagged}")
    for purpose, error, reply in calls[:2]:
        print(f"    {purpose}: {error[:100] or reply!r}")
    held = len(rows) == STORIES and offline + flagged == len(rows) and again["llm"]["calls"] in (0, first["llm"]["waiting"])
    print(f"    {'holds' if held else 'FAILS'}; second run asked {again['llm']['calls']}")
    return int(not held)


if __name__ == "__main__":
    sys.exit(main())
