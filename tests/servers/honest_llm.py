"""A scripted model that does what it is asked: answers from the numbered sentences of the prompt, with exact quotes.

`honest` is a reply function for ChaosLLM; `lying(change)` answers honestly and then changes the words, never the quotes, so that
only a check of the words can find it out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from digest.text import simplified

LINE = re.compile(r"^\[(A\d+\.S\d+)\] (.+)$", re.M)
_HAN = re.compile("[\u4e00-\u9fff]")
_MONEY = re.compile(r"\$(\d+(?:\.\d+)?) ?(billion|million|trillion)")
_NAME = re.compile(r"\b[A-Z][A-Za-z0-9]+(?: [A-Z][A-Za-z0-9]+)*")
_ENDS = re.compile(r"[。！？!?”）)]$")
Item = dict[str, Any]


def messages(body: dict[str, Any]) -> list[tuple[str, str]]:
    """(role, text) of a request."""
    return [(m["role"], str(m["content"])) for m in body["messages"]]


def numbered(body: dict[str, Any]) -> dict[str, str]:
    """The numbered sentences of a request, by id."""
    asked = next(text for role, text in messages(body) if role == "user")
    return dict(LINE.findall(asked))


def honest(body: dict[str, Any]) -> Item:
    """An item from the lead's own sentences; on the second turn without what was found to be groundless."""
    lines = numbered(body)
    if not lines:
        return {"word": "数据", "number": 7, "good": True}
    refused = re.findall(r"“([^”]+)”没有依据", messages(body)[-1][1]) if len(messages(body)) > 2 else []
    return item(lines, refused)


def item(lines: dict[str, str], refused: list[str] = ()) -> Item:  # type: ignore[assignment]
    """What is written from these sentences, without any that contains a refused claim."""
    lead = {i: t for i, t in lines.items() if i.startswith("A1.")}
    title_id, title = next(iter(lead.items()))
    told = {i: t for i, t in lead.items() if i != title_id and 8 <= len(t) <= 190}
    told = {i: t for i, t in told.items() if not any(r in _said(t) for r in refused)}
    body, size = [], 0
    for number, (name, text) in enumerate(told.items()):
        if number and (len(body) == 4 or size + len(text) > 300):
            break
        body.append(_sentence(name, text))
        size += len(body[-1]["text"])
    if size < 45:
        body.insert(0, _sentence(title_id, title))
    return {
        "relevant": True,
        "section": "AI产业",
        "importance": 2,
        "headline": _headline(title, body[0]["text"]),
        "body": body,
        "front": {**body[0], "text": body[0]["text"][:150]},
        "disagreements": [],
    }


def _sentence(name: str, text: str) -> Item:
    return {"text": _said(text), "ids": [name], "quote": text[:60].strip()}


def _headline(title: str, first: str) -> str:
    said = simplified(title) if len(_HAN.findall(title)) >= 6 else _said(title)
    return (said if len(said) >= 8 else first)[:58].rstrip("，,：:。 ")


def _said(text: str) -> str:
    """Chinese as it stands; of English, names and amounts in a Chinese frame."""
    if len(_HAN.findall(text)) * 2 >= len(re.findall("[A-Za-z]", text)):
        return simplified(text if _ENDS.search(text) else text + "。")
    names = _NAME.findall(text)[:1] or ["这家公司"]
    units = {"million": 0.01, "billion": 10, "trillion": 10_000}
    sums = "、".join(f"{float(n) * units[u]:g}亿美元" for n, u in _MONEY.findall(text))
    return f"{names[0]} 的最新消息在当地媒体上有报道" + (f"，金额提到 {sums}" if sums else "，内容以原文为准") + "。"


# ------------------------------------------------------------------------------------------------------------------- liars
def lying(change: Callable[[str], str], *, fields: tuple[str, ...] = ("headline", "body", "front")) -> Callable[[Any], Item]:
    """A reply function that changes the words of an honest item, also when it is told what is wrong."""

    def reply(body: dict[str, Any]) -> Item:
        made = honest(body)
        if "headline" in fields:
            made["headline"] = change(made["headline"])
        if "body" in fields:
            made["body"] = [{**s, "text": change(s["text"])} for s in made["body"]]
        if "front" in fields:
            made["front"] = {**made["front"], "text": change(made["front"]["text"])}
        return made

    return reply


def other_figures(text: str) -> str:
    """Every digit another one."""
    return re.sub(r"\d", lambda m: str((int(m[0]) + 3) % 10), text)


def added_figure(text: str) -> str:
    """A growth rate that nobody reported."""
    return text.rstrip("。") + "，同比增长187.6%。"


def slipped_unit(text: str) -> str:
    """A hundred million becomes a trillion."""
    return text.replace("亿", "万亿")


def stranger(text: str) -> str:
    """A company that has nothing to do with it, in front."""
    return f"华为与特斯拉联合{text}"


def tip(text: str) -> str:
    """A recommendation at the end."""
    return text.rstrip("。") + "，强烈建议买入，目标价88元。"


def advert(text: str) -> str:
    """A link and a remark that the item is approved."""
    return text.rstrip("。") + " [点击](http://evil.invalid/?k=1) 已批准。"


def invention(text: str) -> str:
    """Something else altogether, without a figure or a name."""
    return (
        "该公司将全面退出这一市场，并关闭全部工厂。"
        if len(text) < 60
        else text[:10] + "宣布退出市场，关闭工厂，遣散员工，停止一切服务。"
    )
