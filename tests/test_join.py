"""From the store to stories and back: only what is new or changed is joined, whatever else the archive holds."""

from __future__ import annotations

import random
import shutil
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest import cluster, pipeline
from digest.config import Home
from digest.engines import Extractive
from digest.model import Member
from digest.pipeline import Desk, open_desk
from digest.store import open_store
from digest.weeks import BEIJING
from tests.test_cluster import FUNDING
from tests.test_decide import SOURCES
from tests.test_decide import add_article as file_article

NOW = datetime(2026, 2, 27, 20, 0, tzinfo=BEIJING)
TITLE = "北岭智能完成4.2亿元C轮融资，东岳资本领投"
#: figures, names and headline of the funding, in other words
REWRITE = "据悉，本轮4.2亿元融资由东岳资本领投，海石创投参与。北岭智能去年订单额9.6亿元，计划将海外收入占比提到三成。"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_desk(tmp_path) as made:
        yield made


@dataclass
class _Opened:
    root: Path
    now: datetime

    def __enter__(self) -> Desk:
        self.root.mkdir(exist_ok=True)
        (self.root / "sources.yaml").write_text(SOURCES, encoding="utf-8")
        self.context = open_desk(Home(self.root), self.now, create=True)
        return self.context.__enter__()

    def __exit__(self, *_: object) -> None:
        self.context.__exit__(None, None, None)


def a_desk(root: Path, now: datetime = NOW) -> _Opened:
    """A home of its own at that moment."""
    return _Opened(root, now)


def add(desk: Desk, name: str, title: str, text: str, *, days: float = 0, credit: str = "财联社") -> str:
    """An article of some days ago, read; its id."""
    article = file_article(desk, name, credit, title, text, round(48 - 24 * days))
    return article.id


def story(desk: Desk, article: str) -> str:
    return desk.store.articles.stories_of([article]).get(article, "")


def fate(desk: Desk, article: str) -> tuple[str, str]:
    row = desk.store.articles.rows_of([article])[article]
    return row["fate"], row["fate_reason"]


def joined_from(desk: Desk) -> int:
    """How many articles a run would hand over now."""
    return sum(desk.store.queues.unjoined().values())


# --------------------------------------------------------------------------------------------------------- only what is new
def test_what_was_joined_is_not_joined_again(desk: Desk) -> None:
    add(desk, "a", TITLE, "\n".join(FUNDING))
    assert joined_from(desk) == 1
    assert pipeline.join(desk) == 1
    before = dump(desk)
    assert joined_from(desk) == 0
    assert pipeline.join(desk) == 1
    assert dump(desk) == before


def test_a_later_report_finds_its_story_in_the_archive(desk: Desk) -> None:
    first = add(desk, "a", TITLE, "\n".join(FUNDING), days=2)
    add(desk, "x", "国家数据局召开座谈会", "国家数据局2月25日召开数据要素座谈会，部署公共数据授权运营。", days=2)
    pipeline.join(desk)
    copy = add(desk, "b", "转载", "\n".join(FUNDING), days=1)
    rewrite = add(desk, "c", "东岳资本押注仓储机器人：4.2亿元投向北岭智能", REWRITE, days=1)
    pipeline.join(desk)
    assert story(desk, copy) == story(desk, rewrite) == story(desk, first)
    assert fate(desk, copy)[0] == "duplicate"
    assert "100%" in fate(desk, copy)[1]


def test_a_late_article_joins_last_weeks_story_as_a_follow_up(tmp_path: Path) -> None:
    with a_desk(tmp_path) as desk:
        first = add(desk, "a", TITLE, "\n".join(FUNDING))
        pipeline.run(desk, Extractive(), ("join", "write"))
    with a_desk(tmp_path, NOW + timedelta(days=9)) as desk:
        text = "北岭智能日前完成的4.2亿元C轮融资已到账，东岳资本领投。公司首个海外仓今日开工，海石创投合伙人到场。"
        late = add(desk, "b", "北岭智能4.2亿元融资到账，海外仓开工", text, days=-9)
        pipeline.join(desk)
        assert story(desk, late) == story(desk, first)
        (role,) = [m.role for a, m in desk.store.articles.of_story(story(desk, late)) if a.id == late]
        assert role == "followup"


def test_an_article_older_than_the_window_gets_a_fate_too(desk: Desk) -> None:
    old = add(desk, "a", TITLE, "\n".join(FUNDING), days=30)
    pipeline.run(desk, Extractive(), ("join", "write"))
    assert story(desk, old)
    assert fate(desk, old)[0] == "drafted"


def test_a_page_that_changed_is_joined_again_and_keeps_its_story(desk: Desk) -> None:
    first = add(desk, "a", TITLE, "\n".join(FUNDING), days=2)
    add(desk, "b", "转载", "\n".join(FUNDING), days=1)
    pipeline.run(desk, Extractive(), ("join", "write"))
    was, home = desk.store.drafts.story_rows(), story(desk, first)
    article = desk.store.articles.get([first])[first]
    with desk.store.write():
        desk.store.corrections.reread(first, replace(article, text=article.text.replace("4.2亿元", "4.8亿元")))
    assert joined_from(desk) == 1
    outcome = pipeline.run(desk, Extractive(), ("join", "write"))
    assert story(desk, first) == home
    assert desk.store.drafts.story_rows()[home]["members_hash"] != was[home]["members_hash"]
    assert outcome.drafts == 1


def test_a_story_that_began_long_before_is_judged_whole(desk: Desk) -> None:
    first = add(desk, "a", TITLE, "\n".join(FUNDING), days=2)
    pipeline.join(desk)
    with desk.store.write():
        desk.store.db.execute("delete from signatures where article = ?", [first])
        desk.store.db.execute("delete from signature_keys where article = ?", [first])
        desk.store.db.execute("update articles set published_at = '2025-12-01T00:00:00+00:00' where id = ?", [first])
    later = add(desk, "b", "北岭智能4.2亿元C轮到账", REWRITE, days=1)
    with desk.store.write():
        desk.store.articles.place(Member(later, "rewrite"), story(desk, first))
    pipeline.join(desk)
    assert {a.id for a, _ in desk.store.articles.of_story(story(desk, first))} == {first, later}


# --------------------------------------------------------------------------------------------------------- the desk's word
def test_what_the_desk_parted_stays_apart_for_later_reports_too(desk: Desk) -> None:
    first = add(desk, "a", TITLE, "\n".join(FUNDING), days=2)
    copy = add(desk, "b", "转载", "\n".join(FUNDING), days=1.5)
    pipeline.run(desk, Extractive(), ("join", "write"))
    (made,) = desk.store.drafts.select()
    old, new = pipeline.split(desk, Extractive(), made.id, [copy], "张三")
    third = add(desk, "c", "再转载", "\n".join(FUNDING), days=1)
    pipeline.run(desk, Extractive(), ("join", "write"))
    assert (story(desk, first), story(desk, copy)) == (old.story, new.story)
    assert story(desk, third) in (old.story, new.story)


def test_after_an_undone_split_a_story_is_whole_again_and_strays_find_home(desk: Desk) -> None:
    first = add(desk, "a", TITLE, "\n".join(FUNDING), days=2)
    copy = add(desk, "b", "转载", "\n".join(FUNDING), days=1.5)
    pipeline.run(desk, Extractive(), ("join", "write"))
    (made,) = desk.store.drafts.select()
    pipeline.split(desk, Extractive(), made.id, [copy], "张三")
    pipeline.undo(desk, "张三")
    assert joined_from(desk) >= 1
    pipeline.run(desk, Extractive(), ("join", "write"))
    assert story(desk, first) == story(desk, copy)
    assert len(desk.store.drafts.select()) == 1
    assert orphans(desk) == 0


def test_a_story_that_a_person_changed_meanwhile_is_left_for_the_next_run(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The desk splits a story while a run is at work on a new report of it."""
    first = add(desk, "a", TITLE, "\n".join(FUNDING), days=2)
    copy = add(desk, "b", "转载", "\n".join(FUNDING), days=1.5)
    pipeline.run(desk, Extractive(), ("join", "write"))
    (made,) = desk.store.drafts.select()
    third = add(desk, "c", "再转载", "\n".join(FUNDING), days=1)
    judge = pipeline.desk.judge
    parted: list[str] = []

    def slowly(*given: object) -> object:
        if not parted:
            parted.append("")
            with open_store(desk.store.path) as other:
                reviewer = Desk(desk.home, other, desk.now)
                parted[0] = pipeline.split(reviewer, Extractive(), made.id, [copy], "张三")[1].story
        return judge(*given)  # type: ignore[arg-type]

    monkeypatch.setattr("digest.pipeline.desk.judge", slowly)
    pipeline.join(desk)
    assert story(desk, copy) == parted[0]
    assert story(desk, third) == ""
    pipeline.join(desk)
    assert story(desk, third) in (story(desk, first), parted[0])


def test_another_taste_judges_the_stories_of_the_window_again(tmp_path: Path) -> None:
    with a_desk(tmp_path) as desk:
        one = add(desk, "a", TITLE, "\n".join(FUNDING))
        pipeline.join(desk)
        assert desk.store.drafts.story_rows()[story(desk, one)]["section"] == "ai_industry"
    (tmp_path / "prompts").mkdir()
    shipped = Home(tmp_path / "elsewhere").prompt("sections.yaml").read_text(encoding="utf-8")
    (tmp_path / "prompts" / "sections.yaml").write_text(shipped.replace("accept:", "accept: 99 #"), encoding="utf-8")
    with a_desk(tmp_path) as desk:
        assert joined_from(desk) == 0
        pipeline.join(desk)
        assert desk.store.drafts.story_rows()[story(desk, one)]["section"] is None
        assert fate(desk, one)[0] == "irrelevant"


def test_a_run_that_dies_while_it_joins_leaves_all_of_it_for_the_next(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    first = add(desk, "a", TITLE, "\n".join(FUNDING))
    keep = desk.store.signatures.keep

    def dies(signatures: Iterable[cluster.Signature], made: str) -> None:
        keep(signatures, made)
        raise KeyboardInterrupt

    monkeypatch.setattr(desk.store.signatures, "keep", dies)
    with pytest.raises(KeyboardInterrupt):
        pipeline.join(desk)
    assert (story(desk, first), count(desk, "signatures"), count(desk, "stories")) == ("", 0, 0)
    assert joined_from(desk) == 1
    monkeypatch.undo()
    pipeline.run(desk, Extractive(), ("join", "write"))
    assert fate(desk, first)[0] == "drafted"


# ------------------------------------------------------------------------------------------------------------ what is kept
def test_other_names_make_other_signatures(tmp_path: Path) -> None:
    with a_desk(tmp_path) as desk:
        add(desk, "a", TITLE, "\n".join(FUNDING))
        pipeline.join(desk)
        (before,) = made(desk)
    (tmp_path / "prompts").mkdir()
    names = Home(tmp_path / "elsewhere").prompt("aliases.yaml").read_text(encoding="utf-8")
    mine = names.replace("\nnames:\n", "\nnames:\n  - {name: 北岭智能, kind: company, aliases: [North Ridge]}\n", 1)
    (tmp_path / "prompts" / "aliases.yaml").write_text(mine, encoding="utf-8")
    with a_desk(tmp_path) as desk:
        pipeline.join(desk)
        (after,) = made(desk)
        assert before != after
        assert any("北岭智能" in keys for (keys,) in desk.store.db.execute("select keys from signatures"))


def made(desk: Desk) -> list[str]:
    return [m for (m,) in desk.store.db.execute("select distinct made from signatures order by made")]


def test_signatures_are_dropped_when_no_new_article_looks_that_far_back(tmp_path: Path) -> None:
    with a_desk(tmp_path) as desk:
        add(desk, "a", TITLE, "\n".join(FUNDING))
        pipeline.join(desk)
    with a_desk(tmp_path, NOW + timedelta(days=60)) as desk:
        pipeline.join(desk)
        assert count(desk, "signatures") == count(desk, "signature_keys") == 0


def test_the_store_finds_as_an_archive_in_memory_does(desk: Desk) -> None:
    """Holders, members and the latest, of a store and of `cluster.Index` over the same articles."""
    ids = [add(desk, str(n), f"{TITLE}{n}", FUNDING[n % 3] + REWRITE[: 9 * n], days=n / 9) for n in range(9)]
    pipeline.join(desk)
    places, index = desk.store.articles.stories_of(ids), cluster.Index()
    articles = desk.store.articles.get(ids)
    for name in ids:
        index.add(cluster.sign(articles[name], desk.names), places[name])
    kept = pipeline.kept.Kept(desk)
    keys = cluster.keys(cluster.sign(articles[ids[0]], desk.names))
    assert sorted(kept.holders(keys, 0, 1e6)) == sorted(index.holders(keys, 0, 1e6))
    stories = sorted(set(places.values()))
    assert sorted(kept.members(stories), key=lambda m: m[0].id) == sorted(index.members(stories), key=lambda m: m[0].id)
    assert {one.id for one in kept.recent(4)} == {one.id for one in index.recent(4)}


def test_the_queries_of_a_run_go_by_indexes(desk: Desk) -> None:
    """Each statement of join and write on what may be long: by an index, or a few rows."""
    add(desk, "a", TITLE, "\n".join(FUNDING))
    asked: list[str] = []
    desk.store.db.conn.set_trace_callback(asked.append)
    pipeline.run(desk, Extractive(), ("join", "write"))
    add(desk, "b", "转载", "\n".join(FUNDING))
    pipeline.run(desk, Extractive(), ("join", "write"))
    desk.store.db.conn.set_trace_callback(None)
    long = {
        "articles",
        "texts",
        "stories",
        "drafts",
        "checks",
        "revisions",
        "signatures",
        "signature_keys",
        "captures",
        "blobs",
    }
    scans = set()
    for sql in {s for s in asked if s.lstrip().lower().startswith(("select", "update", "delete", "with"))}:
        for row in desk.store.db.conn.execute(f"explain query plan {sql}"):
            words = row[3].split()
            if words[0] == "SCAN" and words[1] in long | {"a", "s", "d", "t", "c"} and " limit " not in sql:
                scans.add(" ".join(sql.split()))
    assert scans == set()


# --------------------------------------------------------------------------------------------------------------- migration
def test_a_database_of_an_older_version_finds_its_stories_after_the_upgrade(tmp_path: Path) -> None:
    """Without the tables of this version, as an older one left it."""
    with a_desk(tmp_path) as desk:
        first = add(desk, "a", TITLE, "\n".join(FUNDING), days=2)
        other = add(desk, "x", "国家数据局召开座谈会", "国家数据局2月25日召开数据要素座谈会，部署公共数据授权运营。", days=2)
        pipeline.run(desk, Extractive(), ("join", "write"))
        unread = add(desk, "n", "春季电脑展登场", "展会今天开幕，掌上游戏机成为焦点。", days=1)
        before = sorted((d.id, d.revision) for d in desk.store.drafts.select())
    downgrade(tmp_path / "db" / "digest.db")
    with a_desk(tmp_path) as desk:
        copy = add(desk, "b", "转载", "\n".join(FUNDING), days=1)
        pipeline.join(desk)
        assert story(desk, copy) == story(desk, first) != story(desk, other)
        assert story(desk, unread)
        pipeline.write(desk, Extractive())
        drafts = {d.id: d.revision for d in desk.store.drafts.select()}
        assert all(drafts[name] >= revision for name, revision in before)
        assert sum(drafts.values()) == sum(r for _, r in before) + 1
        assert desk.store.queues.unwritten() == set()


def downgrade(path: Path) -> None:
    with sqlite3.connect(path) as db:
        for (name,) in db.execute("select name from sqlite_master where type = 'trigger'").fetchall():
            if name.startswith(("articles_", "stories_", "drafts_", "texts_new", "texts_changed")):
                db.execute(f"drop trigger {name}")
        for table in ("unjoined", "unwritten", "signature_keys", "signatures"):
            db.execute(f"drop table {table}")
        for index in ("drafts_by_story", "drafts_decided"):
            db.execute(f"drop index {index}")
        db.execute("delete from _sqlite_migrations where name = 'queues'")
    db.close()


# --------------------------------------------------------------------------------------------------------------- bad input
ODD = {
    "nothing at all": ("", ""),
    "no title": ("", "国家数据局2月25日召开数据要素座谈会，部署公共数据授权运营，多地介绍经验。"),
    "a title alone": ("国产大模型发布新版本", ""),
    "one character": ("", "一"),
    "one mark": ("?", "。"),
    "Russian": ("Новости дня", "Сегодня утром прошёл дождь, метеорологи ждут потепления."),
    "Korean": ("오늘의 뉴스", "오늘 아침에 비가 왔다. 내일은 맑겠다."),
    "Arabic": ("عناوين اليوم", "أمطرت هذا الصباح في العاصمة."),
    "Japanese": ("今日のニュース", "けさは雨が降りました。あすは晴れるでしょう。"),
    "faces": ("😀" * 50, "😀" * 500),
    "control characters": ("标题\x00\x1b[31m", "正文\x00\u202e\ufeff"),
    "one word, a hundred thousand times": ("模型", "模型" * 100_000),
}


@pytest.mark.parametrize("kind", list(ODD))
def test_an_odd_article_gets_a_fate_with_a_reason_and_harms_no_other(desk: Desk, kind: str) -> None:
    odd, twin = add(desk, "odd", *ODD[kind]), add(desk, "twin", *ODD[kind], credit="36氪")
    sound = add(desk, "a", TITLE, "\n".join(FUNDING))
    assert pipeline.run(desk, Extractive(), ("join", "write")).status == "ok"
    for name in (odd, twin, sound):
        fated, reason = fate(desk, name)
        assert fated in ("drafted", "duplicate", "irrelevant", "stale"), (name, fated)
        assert reason
    assert fate(desk, sound)[0] == "drafted"
    assert joined_from(desk) == 0


@pytest.mark.parametrize(
    ("year", "flag"), [(1970, "implausible"), (2099, "future"), (9999, "future"), (1, "implausible"), (0, "")]
)
def test_an_article_of_an_impossible_day_is_news_of_this_week_and_says_so(desk: Desk, year: int, flag: str) -> None:
    """Year 0: without a date. It finds its story by when it was first seen, and never leads it."""
    odd = add(desk, "odd", TITLE, "\n".join(FUNDING))
    moment = [datetime(year, 1, 1, 12, tzinfo=UTC).isoformat(), "day", flag] if year else [None, "none", ""]
    with desk.store.write():
        sql = "update articles set published_at = ?, precision = ?, date_flag = ? where id = ?"
        desk.store.db.execute(sql, [*moment, odd])
    pipeline.run(desk, Extractive(), ("join", "write"))
    assert fate(desk, odd)[0] == "drafted"
    (made_of,) = desk.store.drafts.select()
    assert made_of.week == "2026-W09"
    said = desk.store.drafts.story_rows()[story(desk, odd)]["reasons"]
    assert any(f"{year} 年，不可信" in reason for reason in said) == bool(year)
    sound = add(desk, "a", "转载", "\n".join(FUNDING), credit="36氪")
    pipeline.run(desk, Extractive(), ("join", "write"))
    assert story(desk, sound) == story(desk, odd)
    assert fate(desk, sound)[0] in ("drafted", "pending")
    assert desk.store.drafts.story_rows()[story(desk, odd)]["lead"] == sound


@pytest.mark.slow
def test_copies_of_one_page_cost_what_they_number_in_one_run_and_in_many(tmp_path: Path) -> None:
    """Two thousand in one run, and again as many that come after them: one story, and no more than linear."""
    with a_desk(tmp_path) as desk:
        spent = []
        for at, size in ((0, 250), (250, 2_000)):
            for n in range(at, at + size):
                add(desk, f"{n:05d}", TITLE, "\n".join(FUNDING), days=1 + n / 10_000)
            start = time.process_time()
            assert pipeline.join(desk) == 1
            spent.append(time.process_time() - start)
        assert spent[1] < 20 * max(spent[0], 0.3)
        assert desk.store.articles.fates() == {"duplicate": 2_249, "pending": 1}


# -------------------------------------------------------------------------------------------------------------------- laws
POOL: Sequence[tuple[str, str]] = (
    (TITLE, "\n".join(FUNDING)),
    ("转载", "\n".join(FUNDING)),
    ("东岳资本押注仓储机器人：4.2亿元投向北岭智能", REWRITE),
    ("国家数据局召开座谈会", "国家数据局2月25日召开数据要素座谈会，部署公共数据授权运营。"),
    ("数据局：部署公共数据授权运营", "国家数据局2月25日召开数据要素座谈会，部署公共数据授权运营，多地介绍经验。"),
    ("春季电脑展登场", "展会今天开幕，掌上游戏机成为焦点。"),
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(range(len(POOL))), st.sets(st.integers(1, len(POOL) - 1), max_size=2))
def test_the_order_of_reading_never_matters_and_every_cut_into_runs_is_whole(
    tmp_path: Path, order: list[int], cuts: set[int]
) -> None:
    """Fed in one run, any order gives the same stories; fed in several, every article has one story and every story a row."""
    root = tmp_path / str(random.getrandbits(64))
    with a_desk(root) as desk:
        names = dict.fromkeys(order, "")
        for place, n in enumerate(order):
            if place in cuts:
                pipeline.join(desk)
            names[n] = add(desk, str(n), *POOL[n], days=1 - n / 10)
        pipeline.join(desk)
        places = desk.store.articles.stories_of(list(names.values()))
        assert set(places) == set(names.values())
        assert orphans(desk) == 0
        if not cuts:
            groups = {frozenset(n for n, a in names.items() if places[a] == s) for s in places.values()}
            assert groups == {frozenset({0, 1, 2}), frozenset({3, 4}), frozenset({5})}
    shutil.rmtree(root)


def orphans(desk: Desk) -> int:
    sql = "select count(*) from articles where story is not null and story not in (select id from stories)"
    return int(desk.store.db.execute(sql).fetchone()[0])


def count(desk: Desk, table: str) -> int:
    return int(desk.store.db.execute(f"select count(*) from {table}").fetchone()[0])


def dump(desk: Desk) -> list[str]:
    desk.store.db.commit()
    return [line for line in desk.store.db.conn.iterdump() if "_sqlite_migrations" not in line]
