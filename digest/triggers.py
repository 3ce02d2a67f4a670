"""The tables of what waits and of what is found by, and the triggers that fill the queues. SQL as data."""

from __future__ import annotations

TABLES = (
    "create table unjoined (article text primary key) strict, without rowid",
    "create table unwritten (story text primary key) strict, without rowid",
    """create table signatures (article text primary key references articles (id), at real not null, made text not null,
       keys text not null, packed text not null) strict""",
    "create index signatures_by_time on signatures (at)",
    """create table signature_keys (key text, at real, article text, primary key (key, at, article))
       strict, without rowid""",
    "create index drafts_by_story on drafts (story)",
    "create index drafts_decided on drafts (status) where touched = 1",
)

TRIGGERS = (
    """create trigger texts_new after insert on texts begin
       insert into unjoined values (new.article) on conflict do nothing; end""",
    """create trigger texts_changed after update on texts begin
       insert into unjoined values (new.article) on conflict do nothing; end""",
    # one that stayed brings the whole story that another left
    """create trigger articles_moved after update of story on articles when old.story is not new.story begin
       insert into unjoined values (new.id) on conflict do nothing;
       insert into unjoined select id from articles where story = old.story and id != new.id limit 1 on conflict do nothing;
       end""",
    """create trigger stories_gone after delete on stories begin
       insert into unjoined select id from articles where story = old.id on conflict do nothing; end""",
    """create trigger stories_new after insert on stories when new.section is not null begin
       insert into unwritten values (new.id) on conflict do nothing; end""",
    """create trigger stories_changed after update of section, importance, members_hash on stories
       when new.section is not null and (old.section is not new.section or old.importance != new.importance
       or old.members_hash != new.members_hash) begin
       insert into unwritten values (new.id) on conflict do nothing; end""",
    """create trigger drafts_new after insert on drafts when new.status = 'pending' and new.touched = 0 begin
       insert into unwritten values (new.story) on conflict do nothing; end""",
    """create trigger drafts_changed after update on drafts when new.status = 'pending' and new.touched = 0 begin
       insert into unwritten values (new.story) on conflict do nothing; end""",
    """create trigger drafts_gone after delete on drafts begin
       insert into unwritten values (old.story) on conflict do nothing; end""",
)
