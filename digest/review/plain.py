"""The review as a line loop, in the manner of `git add -p`: for dumb terminals, screen readers and scripts."""

from __future__ import annotations

from collections.abc import Callable

from digest.decide import REASONS
from digest.errors import DigestError, StaleDraft, UsageError
from digest.review import pages, queue
from digest.review.editor import edit_file, kept_file
from digest.review.layout import visible
from digest.review.queue import FILTERS
from digest.review.session import Session, told
from digest.review.view import View, claims, conflict_rows
from digest.review.words import Words, as_file, check_line, from_file, verdict_counts
from digest.text import one_line

HELP = """
a [理由]      批准 (有无据或冲突的要写理由)        x 1…6|理由    拒绝
e             用编辑器 ($EDITOR) 修改              i 标题        就地改标题
m 小节        换一节 (3.1 或 ai_model)             + 编号…       把别的稿件并进来
s 文章编号…   拆出几篇另成一条                     u / U         撤销 / 重做我的决定
j / k         下一条 / 上一条待审的                J / K         不论审过没有
c             全部核对和原文依据                   t             报道全文
o             原文地址                             r             重新核对
/ 词          找稿件 (不给词则取消)                f 1…5         筛选
A             批准列表里全部有据的                 l             列表
p             再看一遍这一条                       q             退出
""".strip()


class Plain:
    """The loop over a session; `read` takes a prompt and gives a line, or None at the end of input."""

    def __init__(self, session: Session, read: Callable[[str], str | None], write: Callable[[str], None]) -> None:
        self.session, self.read, self._print = session, read, write
        self.ended = False

    def write(self, text: str) -> None:
        """Print some lines, without anything that a terminal would obey."""
        self._print(visible(text))

    def run(self) -> None:
        """Until `q` or the end of input; every decision is stored at once."""
        self.write(self._head())
        if self.session.view is None:
            self.write("没有稿件。先运行 digest run。")
            return
        self._show()
        while not self.ended:
            line = self.read("[a批准 x拒绝 e修改 m换节 u撤销 j下一条 ?帮助 q退出] ")
            if line is None:
                break
            self._obey(line)

    def _obey(self, line: str) -> None:
        command, _, rest = line.strip().partition(" ")
        if not command:
            return
        if command[0] in "/+" and len(command) > 1:
            command, rest = command[0], f"{command[1:]} {rest}"
        act = _COMMANDS.get(command)
        if act is None:
            self.write("没有这个命令 —— ? 列出全部")
            return
        try:
            act(self, rest.strip())
        except DigestError as error:
            self.session.refresh()
            self.write(f"没有记下: {told(error)}")

    # ------------------------------------------------------------------------------------------------------------ to look
    def _head(self) -> str:
        n, s = self.session.counts(), self.session
        filtered = "" if s.chosen is FILTERS[0] and not s.words else f" | 只列: {s.chosen.label} {s.words}".rstrip()
        return (
            f"审稿 {s.week} | 待审 {n['waiting']} 冲突 {n['conflicting']} 无据 {n['absent']} | 已批准 {n['approved']} "
            f"已拒绝 {n['rejected']} | 约 {n['minutes']} 分钟 | {s.by}{filtered}"
        )

    def _show(self, _: str = "") -> None:
        view = self._view()
        draft = view.draft
        ids = [r.id for r in self.session.rows]
        place = f"{ids.index(draft.id) + 1}/{len(ids)}" if draft.id in ids else ""
        section = self.session.sections.get(draft.section, draft.section)
        standing = [place, queue.STATUSES[draft.status], section, "*" * draft.importance, f"第 {draft.revision} 版", draft.id]
        lines = ["", " | ".join(filter(None, standing)), draft.headline, *draft.body.split("\n")]
        lines += [f"(资料来源: {'、'.join(draft.credits)})", f"核对: {verdict_counts(draft)}"]
        lines += [f"  {check_line(c)}" for c in claims(draft) if c.verdict in ("absent", "conflicting")]
        for conflict in draft.conflicts:
            lines.append(f"冲突 {one_line(str(conflict.get('claim') or ''))}: {one_line(str(conflict.get('note') or ''))}")
            lines += [
                f"  {v} | {c} | {pages.clock(t)} | {('截至 ' + u) if u else ''}".rstrip(" |")
                for v, c, t, u in conflict_rows(conflict)
            ]
        lines += [f"  判断: {one_line(r)}" for r in view.reasons]
        for a, m in view.members:
            lines += [f"  {a.id} {pages.member_label(a, m)}", *(f"    ! {one_line(words)}" for words in a.doubts)]
        self.write("\n".join(lines))

    def _claims(self, _: str) -> None:
        view = self._view()
        for number, check in enumerate(claims(view.draft), 1):
            self.write(f"{number:>3} {check_line(check)}")
            for e in check.evidence:
                article = view.article(e.article)
                self.write(
                    f"      {one_line(article.credit) if article else e.article}: {_around(view, e.article, e.start, e.end)}"
                )

    def _text(self, _: str) -> None:
        for article, member in self._view().members:
            self.write(f"== {pages.member_label(article, member)}\n{article.url}\n{article.text}\n")

    def _list(self, _: str = "") -> None:
        for row in self.session.rows:
            here = ">" if row.id == self.session.at else " "
            flags = " ".join(f"{n}{k}" for k, n in (("冲突", row.conflicting), ("无据", row.absent)) if n)
            stands = f"{queue.STATUSES[row.status]} {row.section} {'*' * row.importance}"
            self.write(" ".join(filter(None, (here, row.id, stands, flags, one_line(row.headline)))))

    def _open(self, _: str) -> None:
        self.write("\n".join(a.url for a, _ in self._view().members))

    # ---------------------------------------------------------------------------------------------------------- to decide
    def _approve(self, note: str) -> None:
        view = self._view()
        if view.draft.unsettled and not note:
            note = self._ask("有无据或冲突的核对; 写明理由 (空行取消): ")
            if not note:
                self.write("没有批准")
                return
        self._said(self.session.approve(note))

    def _reject(self, reason: str) -> None:
        offered = " ".join(f"{n} {r.label}" for n, r in enumerate(REASONS, 1))
        reason = reason or self._ask(f"理由 ({offered}, 或一句话; 空行取消): ")
        if reason:
            self._said(self.session.reject(reason))
        else:
            self.write("没有拒绝")

    def _edit(self, _: str) -> None:
        view = self._view()
        text = edit_file(as_file(view.draft))
        try:
            self._said(self.session.edit(from_file(text), view))
        except StaleDraft as error:
            raise StaleDraft(f"{error}; 你写的留在 {kept_file(text)}") from None

    def _headline(self, headline: str) -> None:
        view = self._view()
        headline = headline or self._ask("新标题 (空行取消): ")
        if headline:
            self._said(self.session.edit(Words(headline, None, None), view))

    def _move(self, section: str) -> None:
        offered = " ".join(f"{number}" for number in self.session.sections.values())
        section = section or self._ask(f"移到哪一节 ({offered}; 空行取消): ")
        if section:
            from digest.pipeline import section_of

            self._said(self.session.move(section_of(self.session.desk, section)))

    def _merge(self, others: str) -> None:
        if not others.split():
            raise UsageError("写明并入哪几条: + 编号…; l 列出全部")
        done = self.session.merge(others.split())
        self.session.settled(done.id)
        self._said(f"已合并为 {done.id}, {verdict_counts(done)}")

    def _split(self, leaving: str) -> None:
        done = self.session.split(leaving.split())
        self.session.settled(self.session.at)
        self._said(f"已拆出 {done.id}: {done.headline}")

    def _approve_all(self, _: str) -> None:
        rows = queue.fully_supported(self.session.rows)
        if not rows:
            self.write("列表里没有待审而全部有据的")
        elif self._ask(f"批准 {len(rows)} 条全部有据的? (y/n): ").lower() in ("y", "yes", "是"):
            self._said(self.session.approve_all(rows))
        else:
            self.write("没有批准")

    # ------------------------------------------------------------------------------------------------------------- pieces
    def _step(self, by: int, *, waiting: bool) -> None:
        if self.session.step(by, waiting=waiting):
            self._show()
        else:
            self.write("没有别的待审稿件了" if waiting else "只有这一条")

    def _filter(self, number: str) -> None:
        offered = " ".join(f"{n} {f.label}" for n, f in enumerate(FILTERS, 1))
        if not number.isdecimal() or not 1 <= int(number) <= len(FILTERS):
            raise UsageError(f"f 后面写: {offered}")
        self.session.narrow(FILTERS[int(number) - 1])
        self.write(self._head())
        self._list()

    def _search(self, words: str) -> None:
        self.session.narrow(words=words)
        self.write(self._head())
        self._list()

    def _said(self, text: str) -> None:
        self.write(text)
        self.write(self._head())
        self._show()

    def _ask(self, prompt: str) -> str:
        line = self.read(prompt)
        self.ended = line is None
        return (line or "").strip()

    def _view(self) -> View:
        if self.session.view is None:
            raise UsageError("没有选中的稿件")
        return self.session.view

    def _quit(self, _: str) -> None:
        self.ended = True


def _around(view: View, article: str, start: int, end: int, reach: int = 24) -> str:
    """The words of the article around a span, the span in brackets."""
    found = view.article(article)
    if found is None:
        return "(这篇报道已不在库里)"
    text = found.document
    before, after = text[max(0, start - reach) : start], text[end : end + reach]
    return one_line(f"..{before}[{text[start:end]}]{after}..")


_COMMANDS: dict[str, Callable[[Plain, str], None]] = {
    "a": Plain._approve,
    "x": Plain._reject,
    "e": Plain._edit,
    "i": Plain._headline,
    "m": Plain._move,
    "+": Plain._merge,
    "s": Plain._split,
    "u": lambda loop, _: loop._said(loop.session.undo()),
    "U": lambda loop, _: loop._said(loop.session.redo()),
    "r": lambda loop, _: loop._said(loop.session.recheck()),
    "j": lambda loop, _: loop._step(1, waiting=True),
    "k": lambda loop, _: loop._step(-1, waiting=True),
    "J": lambda loop, _: loop._step(1, waiting=False),
    "K": lambda loop, _: loop._step(-1, waiting=False),
    "A": Plain._approve_all,
    "c": Plain._claims,
    "t": Plain._text,
    "o": Plain._open,
    "O": Plain._text,
    "f": Plain._filter,
    "/": Plain._search,
    "l": Plain._list,
    "p": Plain._show,
    "?": lambda loop, _: loop.write(HELP),
    "q": Plain._quit,
}
