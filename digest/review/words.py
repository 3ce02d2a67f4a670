"""A draft as a text file for an editor, and back. Pure; nothing here knows a screen."""

from __future__ import annotations

import re
from dataclasses import dataclass

from digest.errors import UsageError
from digest.model import Check, Draft
from digest.text import clean, one_line

_HEADLINE, _BODY, _LEAD, _CREDITS, _REST = "【标题】", "【正文】", "【首页一句】", "【资料来源】", "【以下不会保存】"
_MARKS = (_HEADLINE, _BODY, _LEAD, _CREDITS, _REST)
VERDICTS = {"supported": "有据", "derived": "推算", "absent": "无据", "conflicting": "冲突"}
KINDS = {
    "figure": "数字", "date": "日期", "name": "名称", "qualifier": "限定", "subject": "主体", "sum": "算术", "credit": "来源",
    "claim": "事实",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """What a person may write of a draft; None where the file says nothing of it, no credits where it names none."""

    headline: str | None
    body: str | None
    lead_paragraph: str | None
    credits: tuple[str, ...] = ()


def as_file(draft: Draft) -> str:
    """The words of a draft for an editor, with what the checks said of them below."""
    parts = [_HEADLINE, draft.headline, "", _BODY, *draft.body.split("\n"), "", _LEAD, draft.lead_paragraph, ""]
    parts += [_CREDITS, "、".join(draft.credits), "", _REST]
    told = [f"# {check_line(c)}" for c in draft.checks]
    return "\n".join(map(clean, [*parts, "# 正文一段一行。存盘退出即重新核对; 不改就退出, 什么也不变。", *told])) + "\n"


def from_file(text: str) -> Words:
    """The words of an edited file. Without the marks of `as_file` the first line is the headline, the rest the body.

    Raises UsageError when there are no words at all.
    """
    lines = clean(text).split("\n")
    marks = {line.strip(): n for n, line in reversed(list(enumerate(lines))) if line.strip() in _MARKS}
    if not {_HEADLINE, _BODY, _LEAD} & set(marks):
        words = [line for line in lines if line.strip()]
        if not words:
            raise UsageError("文件是空的, 没有改动")
        return Words(words[0], "\n".join(words[1:]) or None, None)
    named = re.split("[、,，\n]", _part(lines, marks, _CREDITS) or "")
    credits = tuple(filter(None, map(str.strip, named)))
    headline, body, lead = (_part(lines, marks, name) for name in (_HEADLINE, _BODY, _LEAD))
    return Words(headline, body, lead, credits)


def _part(lines: list[str], marks: dict[str, int], name: str) -> str | None:
    if name not in marks:
        return None
    start = marks[name] + 1
    end = min((n for n in marks.values() if n >= start), default=len(lines))
    return "\n".join(lines[start:end]).strip()


def check_line(check: Check) -> str:
    """A check in a line: verdict, kind, claim and note."""
    head = f"{VERDICTS[check.verdict]} {KINDS.get(check.kind, check.kind)} “{one_line(check.claim)}”"
    return f"{head}: {one_line(check.note)}" if check.note else head


def verdict_counts(draft: Draft) -> str:
    """How many checks of each verdict: `有据 7, 无据 1`; `没有可核对的` for none."""
    counts = {name: sum(c.verdict == key for c in draft.checks) for key, name in VERDICTS.items()}
    return ", ".join(f"{name} {n}" for name, n in counts.items() if n) or "没有可核对的"
