"""A desk with a few stories to write and an endpoint to ask: fixtures of the tests of the model engine."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import honest_llm
import pytest
from chaos_llm import ChaosLLM

from digest import figures
from digest.text import clean
from tests.conftest import ROOT, Answer, Week, command

CANARY = "sk-canary-7f3a9b"
STORIES = 3


@dataclass(frozen=True)
class Desk:
    """A home with a few stories to write, and the endpoint."""

    home: Path
    llm: Any
    week: Week
    first: Answer | None = None

    def run(self, *words: object) -> Answer:
        """Any command in this home."""
        return command(*words, home=self.home, now=self.week.now)

    def draft(self, mode: str = "ok", *words: object) -> Answer:
        """`digest draft --json` with the endpoint in that mode."""
        return self.run("draft", "--engine", f"chat:custom/chaos-{mode}", "--json", *words)

    def rows(self, sql: str) -> list[dict[str, Any]]:
        """Rows of the database."""
        db = sqlite3.connect(self.home / "db" / "digest.db")
        db.row_factory = sqlite3.Row
        rows = [dict(r) for r in db.execute(sql)]
        db.close()
        return rows

    def change(self, sql: str) -> None:
        """Change the database behind the program's back."""
        with sqlite3.connect(self.home / "db" / "digest.db") as db:
            db.execute(sql)
        db.close()

    def stories(self) -> list[dict[str, Any]]:
        """The stories to be written, with their drafts where there are."""
        return self.rows(
            "select s.id, s.lead, a.fate, a.fate_reason, d.id as draft, d.engine, d.model, d.prompt_id, d.headline, d.body, "
            "d.lead_paragraph, d.notes, d.section, d.status, d.credits, s.section as judged, d.revision, a.title from stories s "
            "join articles a on a.id = s.lead left join drafts d on d.story = s.id where s.section is not null order by a.title"
        )

    def checks(self, draft: str) -> list[dict[str, Any]]:
        """The checks of a draft."""
        return self.rows(f"select * from checks where draft = '{draft}' order by n")

    def documents(self, story: str) -> str:
        """All texts of a story."""
        rows = self.rows(f"select t.title, t.text from articles a join texts t on t.article = a.id where a.story = '{story}'")
        return "\n".join(f"{r['title']}\n{r['text']}" for r in rows)

    def calls(self) -> list[dict[str, Any]]:
        """The bodies that the endpoint received."""
        return list(self.llm.calls())

    def providers(self, old: str, new: str) -> None:
        """Change the home's providers.yaml."""
        path = self.home / "prompts" / "providers.yaml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture(scope="session")
def few_stories(crawled_week: Week, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample week with a few of its weightiest Chinese stories still to be written, and an impatient providers.yaml."""
    home = tmp_path_factory.mktemp("few") / "home"
    shutil.copytree(crawled_week.home, home)
    with sqlite3.connect(home / "db" / "digest.db") as db:
        sql = (
            "select s.id from stories s join articles a on a.id = s.lead where s.section is not null and a.lang = 'zh-Hans' "
            f"order by s.importance desc, a.title limit {STORIES}"  # ids hang on the newsroom's port
        )
        kept = [r[0] for r in db.execute(sql)]
        marks = ",".join("?" * len(kept))
        for table in ("checks", "revisions", "drafts"):
            db.execute(f"delete from {table}")
        db.execute(f"update stories set section = null, fate_reason = 'elsewhere' where id not in ({marks})", kept)
        db.execute("update articles set fate = 'pending', fate_reason = '等待起草' where id in (select lead from stories)")
    db.close()
    (home / "prompts").mkdir()
    text = (ROOT / "prompts" / "providers.yaml").read_text(encoding="utf-8")
    for old, new in (
        ("deadline: 120 ", "deadline: 1.5 "),
        ("patience: 240 ", "patience: 2.5 "),
        ("attempts: 3 ", "attempts: 2 "),
    ):
        assert old in text
        text = text.replace(old, new)
    (home / "prompts" / "providers.yaml").write_text(text, encoding="utf-8")
    return home


@pytest.fixture
def desk(few_stories: Path, crawled_week: Week, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desk of its own and an endpoint that knows the honest answer."""
    home = tmp_path / "home"
    shutil.copytree(few_stories, home)
    with ChaosLLM(replies=honest_llm.honest) as llm:
        monkeypatch.setenv("OPENAI_BASE_URL", llm.url("/v1"))
        monkeypatch.setenv("OPENAI_API_KEY", CANARY)
        monkeypatch.delenv("DIGEST_ENGINE", raising=False)
        yield Desk(home, llm, crawled_week)


def unflagged(desk: Desk, story: dict[str, Any]) -> list[str]:
    """Figures of a draft whose digits stand in none of its articles and which no check flags or derives."""
    told = re.sub(r"[,\s，]", "", desk.documents(story["id"]))
    found = []
    for field in ("headline", "body", "lead_paragraph"):
        spoken_for = [c for c in desk.checks(story["draft"]) if c["field"] == field and c["verdict"] != "supported"]
        for f in figures.find(story[field]):
            digits = re.findall(r"\d+(?:\.\d+)?", f.raw)
            flagged = any(c["start"] < f.end and f.start < c["end"] for c in spoken_for)
            if any(d not in told for d in digits) and not flagged and not re.fullmatch(r"\d{1,2}月\d{1,2}日", f.raw):
                found.append(f"{field}: {f.raw}")
    return found


def sound(desk: Desk, answer: Answer) -> list[dict[str, Any]]:
    """What must hold after any run; returns the stories."""
    assert answer.code in (0, 3), answer.err
    assert "Traceback" not in answer.err
    assert CANARY not in answer.out + answer.err
    for file in (desk.home / "db").iterdir():
        assert CANARY.encode() not in file.read_bytes()
    stories = desk.stories()
    assert stories
    engine = desk.rows("select engine from runs order by rowid desc limit 1")[0]["engine"]
    for story in stories:
        if story["draft"] is None:
            assert answer.code == 3
            assert story["fate"] == "pending"
            assert story["fate_reason"].startswith("等待起草: ")
            continue
        assert story["fate"] == "drafted"
        assert story["status"] == "pending"
        assert story["section"] == story["judged"]
        assert unflagged(desk, story) == []
        assert story["engine"] in ("extractive", engine)
        texts = story["headline"] + story["body"] + story["lead_paragraph"]
        assert clean(texts) == texts
    return stories
