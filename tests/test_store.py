"""The one database: real files, real crashes, real rivals."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.errors import NotFound, StoreError
from digest.model import Article, Entry, Failure, Moment, Page, Source
from digest.store import Store, open_store
from digest.text import short_id

NOW = datetime(2026, 2, 27, 12, 0, tzinfo=UTC)
SOURCE = Source("s", "某报", "feed", "https://news.example.com/feed")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "db" / "digest.db", create=True)


def entry(n: int, title: str = "标题", hours: int = 0) -> Entry:
    return Entry(f"https://news.example.com/{n}", title, Moment(NOW - timedelta(hours=hours), "minute"))


def filed(store: Store, n: int, title: str, text: str) -> str:
    with store.write():
        store.articles.listed(SOURCE, [entry(n, title)], NOW, NOW - timedelta(days=14))
        name = short_id("a", entry(n).url)
        article = Article(name, "s", entry(n).url, "某报", title, text, "zh-Hans", entry(n).published)
        store.articles.read(name, article, NOW)
    return name


def test_a_new_database_is_strict_and_in_wal(store: Store) -> None:
    assert store.db.journal_mode == "wal"
    assert all(t.strict for t in store.db.tables if not t.name.startswith(("texts_fts", "_sqlite")))
    with pytest.raises(sqlite3.IntegrityError), store.write():
        store.db.execute(
            "insert into runs (id, command, engine, now, started_at, status, sources, llm, seconds) values ('r','','','','','','','','long')"
        )


def test_opening_twice_applies_no_migration_again(tmp_path: Path) -> None:
    path = tmp_path / "digest.db"
    with open_store(path, create=True) as first:
        filed(first, 1, "标题", "正文")
    with open_store(path) as second:
        assert second.articles.count() == 1


def test_nothing_is_created_for_a_command_that_only_looks(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="digest run"):
        open_store(tmp_path / "digest.db")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "content", [b"not a database at all, but long enough to be looked at" * 30, b"SQLite format 3\0" + b"\xff" * 4096]
)
def test_a_broken_file_is_refused_with_advice_and_kept(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "digest.db"
    path.write_bytes(content)
    with pytest.raises(StoreError, match="备份|移走"):
        open_store(path)
    assert path.read_bytes() == content


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "digest.db"
    with sqlite3.connect(path) as other:
        other.execute("create table notes (x)")
    other.close()
    with pytest.raises(StoreError, match="不是 Digest"):
        open_store(path)


def test_a_newer_version_of_ours_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "digest.db"
    open_store(path, create=True).db.close()
    with sqlite3.connect(path) as later:
        later.execute(
            "insert into _sqlite_migrations (migration_set, name, applied_at) values ('digest', 'from_the_future', '2030')"
        )
    later.close()
    with pytest.raises(StoreError, match="升级"):
        open_store(path)


def test_a_failed_write_leaves_nothing_behind(store: Store) -> None:
    def half() -> None:
        with store.write():
            store.articles.listed(SOURCE, [entry(1)], NOW, NOW - timedelta(days=14))
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        half()
    assert store.articles.count() == 0


def test_the_same_bytes_are_stored_once_and_come_back_as_they_were(store: Store) -> None:
    body = bytes(range(256)) * 50
    page = Page("https://x.example/a", "https://x.example/b", 200, (("Content-Type", "text/html"),), body, NOW)
    with store.write():
        first = store.archive.keep(page, "s", NOW)
        again = store.archive.keep(page, "s", NOW + timedelta(days=1))
        other = store.archive.keep(Page("https://x.example/c", "", 200, (), body, NOW), "s", NOW)
    assert (first == again, first != other) == (True, True)
    assert store.archive.page(first).body == body
    assert store.archive.page(first).header("content-type") == "text/html"
    assert store.db.execute("select count(*), max(length(body)) < 3000 from blobs").fetchone() == (1, 1)


def test_an_item_is_filed_once_and_too_old_ones_are_stale(store: Store) -> None:
    with store.write():
        assert store.articles.listed(SOURCE, [entry(1), entry(2, hours=24 * 30)], NOW, NOW - timedelta(days=14)) == 2
        assert store.articles.listed(SOURCE, [entry(1), entry(2, hours=24 * 30)], NOW, NOW - timedelta(days=14)) == 0
    assert store.articles.fates() == {"pending": 1, "stale": 1}
    assert [u.entry.url for u in store.articles.unread("s", NOW)] == ["https://news.example.com/1"]


def test_a_missed_page_is_asked_for_again_when_its_time_comes(store: Store) -> None:
    with store.write():
        store.articles.listed(SOURCE, [entry(1)], NOW, NOW - timedelta(days=14))
        store.articles.missed(short_id("a", entry(1).url), Failure("u", "status", "服务器答 503"), NOW + timedelta(hours=2))
    assert store.articles.unread("s", NOW) == []
    assert len(store.articles.unread("s", NOW + timedelta(hours=3))) == 1
    assert store.articles.rows()[0]["fate_reason"] == "服务器答 503"


@pytest.mark.parametrize("query", ["数据局", "数据", "国家 数据局", "OPENAI", "1100", "“引号”", "100%", "a_b"])
def test_full_text_search_finds_chinese_short_words_and_symbols(store: Store, query: str) -> None:
    wanted = filed(store, 1, "国家数据局召开会议", "OpenAI 完成 1100 亿美元融资, 增长 100%, “引号” a_b。")
    filed(store, 2, "别的新闻", "毫不相干的正文 100 axb。")
    assert [r["id"] for r in store.articles.search(query, 10)] == [wanted]


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=40).filter(str.strip))
def test_no_query_is_a_syntax_error(query: str) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "d.db", create=True) as store:
        filed(store, 1, "标题", "正文")
        store.articles.search(query, 5)


def test_an_ambiguous_or_unknown_prefix_says_so(store: Store) -> None:
    filed(store, 1, "一", "一")
    filed(store, 2, "二", "二")
    with pytest.raises(NotFound, match="不止"):
        store.articles.find("a")
    with pytest.raises(NotFound, match="没有"):
        store.articles.find("zzz*")
