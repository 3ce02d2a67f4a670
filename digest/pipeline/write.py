"""Stories → drafts: what is due, who writes it, and how every word is checked before it is stored."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from digest import bulletin, draft, verify
from digest.engines import Engine, injection
from digest.engines.ladder import Chat
from digest.engines.records import Ask, Result
from digest.model import Article, Brief, Check, Draft, Judgement, Reply, Story
from digest.pipeline.asking import Asking, Counts
from digest.pipeline.crawl.tokens import tables
from digest.pipeline.shared import Desk, Event
from digest.text import digest_of
from digest.weeks import week_of

#: days after which a new prompt or model no longer makes an old story be written again
RECENT_DAYS = 10
#: weeks back that the desk's own manner is learnt from
EXAMPLE_WEEKS = 3


@dataclass(frozen=True, slots=True)
class Due:
    """A story to be written: `ground` names the sources and the judgement, `revision` is the number of its next draft, `held`
    says what the draft that is there was made of."""

    story: str
    judgement: Judgement
    ground: str
    revision: int
    lead: str = ""
    held: str = ""


@dataclass(slots=True)
class Written:
    """What became of the `due` stories: drafts stored (of them `offline` because the model's didn't hold, and `provisional`
    until it can be asked again), stories that wait, and why asking stopped."""

    due: int = 0
    drafts: int = 0
    offline: int = 0
    provisional: int = 0
    waiting: int = 0
    halted: str = ""
    counts: Counts = field(default_factory=Counts)

    @property
    def unfinished(self) -> bool:
        """Whether something is left for the next run."""
        return bool(self.waiting or self.provisional)

    def as_json(self) -> dict[str, Any]:
        """The `llm` of a run."""
        more = {"offline": self.offline, "waiting": self.waiting + self.provisional, "halted": self.halted or None}
        return {**self.counts.as_json(), **more}


# ----------------------------------------------------------------------------------------------------------------- what
def due(desk: Desk, engine: Engine, only: str = "") -> list[Due]:
    """The relevant stories whose draft is missing or no longer what this engine would make of them, the weightiest first.

    A draft that a person has decided on is never due. The offline engine doesn't replace a draft of the same sources; a new
    model or prompt replaces those of the last days.
    """
    recent = set(desk.store.queues.stories_since(desk.now - timedelta(days=RECENT_DAYS))) if isinstance(engine, Chat) else set()
    wanted = [only] if only else desk.store.queues.unwritten() | recent
    held, found = desk.store.drafts.briefs(wanted), []
    for story, row in desk.store.drafts.story_rows(wanted).items():
        ground = draft.fingerprint("", row["members_hash"], row["section"] or "", row["importance"])
        old, status, revision = held.get(draft.draft_id(story), ("", "pending", 0))
        if not row["section"] or status != "pending":
            continue
        same, mine = old.endswith(ground), old.startswith(f"{_maker(engine)} ")
        if not same or (isinstance(engine, Chat) and not mine and story in recent):
            judgement = Judgement(row["section"], row["importance"], reasons=tuple(row["reasons"]))
            found.append(Due(story, judgement, ground, revision + 1, row["lead"], old))
    return sorted(found, key=lambda d: (-d.judgement.importance, d.story))


def _maker(engine: Engine) -> str:
    return engine.mark if isinstance(engine, Chat) else engine.name


def _basis(given: Brief) -> str:
    """What an item is written from: the lead's text, and which reports correct, deny or follow it up."""
    weighty = sorted(a for a, role in given.roles.items() if role in ("correction", "denial", "followup"))
    return digest_of(given.lead.document, *weighty)[:16]


# ------------------------------------------------------------------------------------------------------------------ who
def write(desk: Desk, engine: Engine, only: str = "") -> Written:
    """Draft what is due, or only that story. What can't be written now stays pending with its reason."""
    with desk.store.write():
        todo = due(desk, engine, only)
        if not only:
            desk.store.queues.written(desk.store.queues.unwritten() - {item.story for item in todo})
    work = _Work(desk, engine, Written(len(todo)))
    if isinstance(engine, Chat):
        asyncio.run(work.ask_for_all(engine, todo))
    else:
        for item in todo:
            given = brief_of(desk, item.story, item.judgement)
            work.keep(item, given, Result(engine.write(given)))
    with desk.store.write():
        desk.store.articles.mark_drafted()
    return work.written


def reply_of(desk: Desk, engine: Engine, given: Brief) -> Result:
    """What an engine makes of one brief now; the offline engine's reply where a model can't be asked."""
    if not isinstance(engine, Chat):
        return Result(engine.write(given))

    async def asked() -> Result | None:
        async with Asking(desk, engine) as asking:
            return await _Work(desk, engine).result(engine, given, examples(desk), asking)

    return asyncio.run(asked()) or Result(engine.write(given), provisional=True)


def examples(desk: Desk) -> list[Draft]:
    """What the desk approved lately, the latest first."""
    weeks = [week for week, counts in desk.store.drafts.weeks().items() if counts.get("approved")][-EXAMPLE_WEEKS:]
    found = [d for week in weeks for d in desk.store.drafts.select(week, ["approved"])]
    return sorted(found, key=lambda d: (d.approved_at or datetime.min.replace(tzinfo=UTC), d.id), reverse=True)


@dataclass(slots=True)
class _Work:
    """The writing of one run; `checked` remembers the drafts that were made to check their replies."""

    desk: Desk
    engine: Engine
    written: Written = field(default_factory=Written)
    checked: dict[Reply, Draft] = field(default_factory=dict)

    async def ask_for_all(self, engine: Chat, todo: Sequence[Due]) -> None:
        """Stories side by side, as many as the endpoint takes."""
        queue, shown = deque(todo), examples(self.desk)
        async with Asking(self.desk, engine, self.written.counts) as asking:

            async def work() -> None:
                while queue:
                    item = queue.popleft()
                    given = brief_of(self.desk, item.story, item.judgement)
                    if old := self.standing(engine, item, given):
                        self.save(item, given, old)
                    elif asking.halted or not (result := await self.result(engine, given, shown, asking)):
                        self.wait(item, asking.halted)
                    else:
                        self.keep(item, given, result)

            await asyncio.gather(*(work() for _ in range(min(engine.endpoint.concurrency, len(todo)))))
            self.written.halted = asking.halted

    async def result(self, engine: Chat, given: Brief, shown: Sequence[Draft], asking: Asking) -> Result | None:
        """An engine's steps with their questions answered; None when asking has stopped before the end."""
        steps = engine.steps(given, self.failings, shown)
        ask: Ask = next(steps)
        while True:
            answer = await asking.answer(ask, given.story)
            if asking.halted and answer.trouble and ask.purpose != "judge":
                steps.close()
                return None
            try:
                ask = steps.send(answer)
            except StopIteration as end:
                result: Result = end.value
                return result

    def standing(self, engine: Chat, item: Due, given: Brief) -> Draft | None:
        """The draft that is there, checked against all reports, where more of them came but its lead said nothing new; None
        when it has to be written again. What fell to the offline engine over that lead would fall again."""
        if not item.held.startswith(f"{engine.mark} {_basis(given)} "):
            return None
        old = self.desk.store.drafts.get(draft.draft_id(item.story))
        ours = replace(
            old, section=given.section, importance=given.importance, credits=draft.credited(given, self.desk.publishers)
        )
        done = rechecked(self.desk, ours, [given.lead, *given.others], given.roles)
        return None if _groundless(done) else done

    def failings(self, given: Brief, reply: Reply) -> list[Check]:
        """The checks of a reply that find no ground."""
        done = self.checked[reply] = composed(self.desk, given, Result(reply))
        return _groundless(done)

    def keep(self, item: Due, given: Brief, result: Result) -> None:
        """Store what an engine made of a story."""
        made = self.checked.pop(result.reply, None)
        done = _noted(made, result) if made else composed(self.desk, given, result)
        self.written.provisional += result.provisional
        self.written.offline += isinstance(self.engine, Chat) and done.engine != self.engine.name
        self.save(item, given, done, provisional=result.provisional)

    def save(self, item: Due, given: Brief, done: Draft, *, provisional: bool = False) -> None:
        """Store a draft, and of what and by whom it was made; a provisional one by nobody that will ever be asked for."""
        mark = f"{_maker(self.engine)}{'?' if provisional else ''} {_basis(given)} {item.ground}"
        with self.desk.store.write():
            self.desk.store.drafts.save(replace(done, revision=item.revision), mark, self.desk.now)
            self.desk.store.queues.written([item.story])
        self.written.drafts += 1
        self._tell(done.headline)

    def wait(self, item: Due, reason: str) -> None:
        """Leave a story for the next run, with the reason where its article's fate is read."""
        self.written.waiting += 1
        if item.revision == 1:
            with self.desk.store.write():
                self.desk.store.articles.fate(item.lead, "pending", f"等待起草: {reason}")
        self._tell(f"{item.story} 等待起草")

    def _tell(self, text: str) -> None:
        self.desk.tell(Event("write", text, self.written.drafts + self.written.waiting, self.written.due))


# ------------------------------------------------------------------------------------------------------------------ how
def brief_of(desk: Desk, story: str, judgement: Judgement) -> Brief:
    """All that an engine may know of a story."""
    pairs = desk.store.articles.of_story(story)
    return draft.brief(Story(story, tuple(m for _, m in pairs)), {a.id: a for a, _ in pairs}, judgement)


def composed(desk: Desk, given: Brief, result: Result) -> Draft:
    """A brief and what was written for it as a checked draft."""
    made = draft.compose(given, result.reply, _week(desk, given.lead), desk.publishers)
    return _noted(rechecked(desk, made, [given.lead, *given.others], given.roles), result)


def _week(desk: Desk, lead: Article) -> str:
    """The week that a story is news of; this one where its lead is undated, or bears a date that can't be."""
    known = lead.published and lead.published.flag not in ("future", "implausible")
    return week_of(lead.published.at if lead.published and known else desk.now)


def rechecked(desk: Desk, given: Draft, articles: Sequence[Article], roles: Mapping[str, str] | None = None) -> Draft:
    """The draft with its checks, conflicts and the hash that an approval would be bound to."""
    checks, conflicts = verify.draft(given, articles, names=desk.names, roles=roles)
    done = draft.checked(given, [*checks, *injection.checks(given, articles)], conflicts)
    at = articles[0].published.at if articles and articles[0].published else None
    press = bulletin.press_notes(given.body, at, lambda start, end: tables(desk, start, end))
    done = replace(done, notes=(*(n for n in given.notes if not n.startswith(bulletin.PRESS)), *press))
    return replace(done, text_hash=draft.bind(done, {a.id: digest_of(a.document) for a in articles}))


def _groundless(made: Draft) -> list[Check]:
    """The checks that find no ground; the credit line is the record's, not an engine's."""
    return [c for c in made.checks if c.verdict == "absent" and c.kind != "credit"]


def _noted(made: Draft, result: Result) -> Draft:
    """The draft with a second reader's words beside the checks they are about; no verdict changes."""
    said = {place: words for place, words in result.opinions.items() if words}

    def noted(check: Check) -> Check:
        words = said.get((check.field, check.claim)) if check.verdict == "absent" else None
        return replace(check, note="；".join(filter(None, [check.note, words]))) if words else check

    return replace(made, checks=tuple(map(noted, made.checks))) if said else made
