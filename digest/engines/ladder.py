"""The model engine: one question a story, and what is done with an answer that doesn't hold.

    ask → take the wrapping off → validate → quotes, ids, form → the desk's checks
        → one more turn that names what failed → the offline engine, and the draft says why

Pure: `Chat.steps` yields what it wants to ask and is sent the answers; the corridor does the asking, paying and storing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from digest.engines import form, judge
from digest.engines.extractive import Extractive
from digest.engines.numbered import Sheet, sheet
from digest.engines.prompts import Prompt
from digest.engines.providers import Endpoint
from digest.engines.purse import Ceilings
from digest.engines.records import AGAIN, FINAL, Answer, Ask, Failings, Result, Steps
from digest.engines.replying import reply, warnings
from digest.engines.shape import Item, Unreadable, item_schema, read
from digest.model import Brief, Check, Draft, Reply
from digest.text import digest_of, one_line

#: the variables that each prompt file must have
NEEDED: Mapping[str, frozenset[str]] = {
    "draft": frozenset({"sections", "examples", "fence", "story"}),
    "repair": frozenset({"problems"}),
    "judge": frozenset({"fence", "sources", "claims"}),
}
#: how many items of the desk's own show the model its manner, and how many failed checks one turn names
EXAMPLES, NAMED = 2, 12


@dataclass(frozen=True, slots=True)
class Heading:
    """A section as the model is told of it."""

    id: str
    number: str
    title: str
    definition: str


@dataclass(frozen=True)
class Chat:
    """Writes with a model behind an endpoint; `second`, where given, reads the claims that the checks can't decide."""

    endpoint: Endpoint
    prompts: Mapping[str, Prompt]
    headings: Sequence[Heading]
    ceilings: Ceilings
    second: Endpoint | None = None
    offline: Extractive = field(default_factory=Extractive)

    @property
    def name(self) -> str:
        """`chat:PROVIDER/MODEL`."""
        return self.endpoint.name

    @property
    def mark(self) -> str:
        """What this engine is made of: with another mark it may write another draft."""
        schema = digest_of(repr(item_schema([h.id for h in self.headings])))
        used = ("draft", "repair", "judge") if self.second else ("draft", "repair")
        second = self.second.name if self.second else ""
        return f"{self.name} {digest_of(schema, second, *(self.prompts[p].fingerprint for p in used))[:16]}"

    @property
    def endpoints(self) -> Mapping[str, Endpoint]:
        """Who may be asked, by the name that an Ask carries."""
        return {e.name: e for e in (self.endpoint, self.second) if e}

    def write(self, brief: Brief) -> Reply:
        """The offline engine's reply: what there is without asking anybody."""
        return self.offline.write(brief)

    def first(self, page: Sheet, examples: Sequence[Draft] = ()) -> Ask:
        """The question for a story. Its key leaves the examples out: new ones must not make an old story cost twice."""
        story = page.text()
        fence = f"=====材料 {digest_of(story)[:12]}====="
        told = "\n".join(f"   {h.id}（{h.number} {h.title}）：{h.definition}" for h in self.headings)
        values = {"sections": told, "fence": fence, "story": story, "examples": _examples(examples)}
        prompt, schema = self.prompts["draft"], item_schema([h.id for h in self.headings])
        key = self._key(prompt.fingerprint, repr(schema), told, story)
        return Ask("draft", key, self.name, prompt.id, prompt.fill(values), schema)

    def steps(self, brief: Brief, failings: Failings, examples: Sequence[Draft] = ()) -> Steps:
        """The work on one story. Never raises for anything that a model may answer."""
        page = sheet(brief)
        ask = self.first(page, examples)
        answer = yield ask
        if answer.trouble == "context":
            page = sheet(brief, short=True)
            ask = self.first(page, examples)
            answer = yield ask
        attempt = self._attempt(answer, page, failings)
        if attempt.problems and answer.trouble not in AGAIN | FINAL:
            again = self._repair(ask, answer, attempt.problems)
            answer = yield again
            better = self._attempt(answer, page, failings)
            attempt = better if answer.trouble not in AGAIN | FINAL else attempt
        opinions: Mapping[tuple[str, str], str] = {}
        if self.second and attempt.reply and judge.may_ask(attempt.failed):
            said = yield judge.ask(self.second, self.prompts["judge"], page, attempt.failed)
            opinions, agreed = judge.opinions(said, attempt.failed, page, self.second)
            if agreed:
                return Result(attempt.reply, opinions=opinions)
        if attempt.reply and not attempt.problems:
            return Result(attempt.reply)
        return self._offline(page, attempt.problems, provisional=answer.trouble in AGAIN | {"refused"})

    # ------------------------------------------------------------------------------------------------------------- parts
    def _attempt(self, answer: Answer, page: Sheet, failings: Failings) -> _Attempt:
        if answer.trouble:
            return _Attempt(problems=(answer.message or answer.trouble,))
        try:
            item = read(answer.text, Item)
        except Unreadable as error:
            return _Attempt(problems=(str(error),))
        wrong = form.problems(item, page, {h.id: (h.title, f"{h.number} {h.title}", h.number) for h in self.headings})
        if wrong:
            return _Attempt(problems=tuple(wrong))
        written = reply(item, page, self.headings)
        made = replace(written, engine=self.name, model=answer.model or self.endpoint.model, prompt_id=self.prompts["draft"].id)
        failed = tuple(failings(page.brief, made))
        return _Attempt(made, tuple(_told(c) for c in failed), failed)

    def _repair(self, ask: Ask, answer: Answer, problems: Sequence[str]) -> Ask:
        prompt = self.prompts["repair"]
        listed = "\n".join(f"- {one_line(p)}" for p in problems[:NAMED])
        turn = prompt.fill({"problems": listed})
        messages = (*ask.messages, ("assistant", answer.text or "（没有回答）"), *turn)
        key = self._key(ask.key, prompt.fingerprint, answer.text, listed)
        return Ask("repair", key, self.name, prompt.id, messages, ask.schema)

    def _key(self, *parts: str) -> str:
        e = self.endpoint
        return digest_of(e.base_url, e.model, e.structured, str(e.temperature), repr(sorted(e.extra.items())), *parts)

    def _offline(self, page: Sheet, problems: Sequence[str], *, provisional: bool) -> Result:
        written: Reply = self.offline.write(page.brief)
        why = "；".join(one_line(p)[:80] for p in problems[:3])
        later = "，下次运行再试" if provisional else ""
        note = f"模型稿没有采用（{why}），这是离线稿{later}"
        return Result(replace(written, notes=(*written.notes, note, *warnings(page))), provisional=provisional)


@dataclass(frozen=True, slots=True)
class _Attempt:
    reply: Reply | None = None
    problems: tuple[str, ...] = ()
    failed: tuple[Check, ...] = ()


def _told(check: Check) -> str:
    where = {"headline": "headline", "body": "body", "lead_paragraph": "front"}.get(check.field, check.field)
    kinds = {"figure": "数字", "date": "日期", "name": "名称", "subject": "主体", "qualifier": "限定词", "sum": "算术"}
    return f"{where} 里的{kinds.get(check.kind, '说法')}“{check.claim[:60]}”没有依据" + (
        f"：{check.note}" if check.note else ""
    )


def _examples(approved: Sequence[Draft]) -> str:
    if not approved:
        return ""
    shown = [f"标题：{one_line(d.headline)}\n正文：{one_line(d.body)}" for d in approved[:EXAMPLES]]
    return "本组最近审定的条目，只供参照写法，里面的事实和数字与下面的材料无关：\n\n" + "\n\n".join(shown) + "\n\n"
