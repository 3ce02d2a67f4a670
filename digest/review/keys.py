"""What the review room can do, and by which keys. A home's `prompts/keys.yaml` may give an action other keys. Pure.

Each action has a key that no input method swallows: an arrow, a function key, Enter, Tab, Delete or one with Ctrl.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from digest.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Action:
    """Something a key does: its name in `keys.yaml`, what it is called on the screen, its keys and a word for the hint line."""

    name: str
    label: str
    keys: tuple[str, ...]
    hint: str = ""


ACTIONS = (
    Action("approve", "批准这一条 (有无据或冲突的要写理由)", ("a", "ctrl+g"), "批准"),
    Action("confirm_approve", "批准这一条, 先问一次", ("enter",), ""),
    Action("reject", "拒绝, 选一个理由", ("x", "delete"), "拒绝"),
    Action("edit", "用编辑器 ($EDITOR) 修改, 存盘即重新核对", ("e", "f4"), "修改"),
    Action("inline", "就地修改", ("i", "f2"), "就地改"),
    Action("move", "换一节", ("m", "f6"), "换节"),
    Action("merge", "把别的稿件并进来", ("plus", "fullwidth_plus_sign", "f7"), "合并"),
    Action("split", "拆出几篇报道另成一条", ("s", "f8"), "拆分"),
    Action("undo", "撤销我的上一个决定", ("u", "ctrl+z"), "撤销"),
    Action("redo", "重做刚撤销的决定", ("U", "ctrl+y"), ""),
    Action("recheck", "重新核对 (原文变了的时候)", ("r", "ctrl+r"), ""),
    Action("next", "下一条待审的", ("j", "down"), "下一条"),
    Action("previous", "上一条待审的", ("k", "up"), ""),
    Action("next_any", "下一条, 不论审过没有", ("J", "shift+down"), ""),
    Action("previous_any", "上一条, 不论审过没有", ("K", "shift+up"), ""),
    Action("next_claim", "下一处核对: 左边的数字和右边的原文一起亮", ("tab",), "下一处"),
    Action("previous_claim", "上一处核对", ("shift+tab",), ""),
    Action("next_article", "右边换下一篇报道", ("right", "right_square_bracket"), ""),
    Action("previous_article", "右边换上一篇报道", ("left", "left_square_bracket"), ""),
    Action("page_down", "左边往下翻", ("pagedown", "space"), ""),
    Action("page_up", "左边往上翻", ("pageup",), ""),
    Action("evidence_down", "右边往下翻", ("ctrl+d",), ""),
    Action("evidence_up", "右边往上翻", ("ctrl+u",), ""),
    Action("source", "在浏览器里打开原文", ("o", "f9"), "原文"),
    Action("archive", "打开存档的网页", ("O", "ctrl+o"), ""),
    Action("search", "找稿件", ("slash", "ideographic_comma", "f3"), "找"),
    Action("filter", "筛选", ("f", "f5"), "筛选"),
    Action("approve_all", "批准列表里全部有据的 (问一次)", ("A", "ctrl+a", "f12"), ""),
    Action("theme", "深色或浅色", ("ctrl+t",), ""),
    Action("palette", "列出全部动作, 可以搜索", ("colon", "fullwidth_colon", "ctrl+p"), ""),
    Action("help", "帮助", ("question_mark", "fullwidth_question_mark", "f1"), "帮助"),
    Action("quit", "退出 (每个决定都已存盘)", ("q", "ctrl+q"), "退出"),
)
#: the order of the hint line, as far as the screen is wide
HINTS = (
    "help", "approve", "reject", "next", "next_claim", "edit", "undo", "move", "merge", "split", "inline", "source", "search",
    "filter", "quit",
)  # fmt: skip
_NAMES = {
    "enter": "回车", "delete": "Del", "down": "下键", "up": "上键", "left": "左键", "right": "右键", "space": "空格",
    "plus": "+", "slash": "/", "colon": ":", "question_mark": "?", "tab": "Tab", "pagedown": "PgDn", "pageup": "PgUp",
    "right_square_bracket": "]", "left_square_bracket": "[", "fullwidth_plus_sign": "", "ideographic_comma": "",
    "fullwidth_colon": "", "fullwidth_question_mark": "",
}  # fmt: skip
_KEY = re.compile(r"(?:(?:ctrl|shift|alt)\+)*(?:[a-z0-9_]+|[^\s+])", re.I)


def shown(key: str) -> str:
    """A key as the help prints it; empty for the full-width twins, which need no telling."""
    *held, last = key.split("+") if key != "+" else ["+"]
    name = _NAMES.get(last, last.upper() if re.fullmatch(r"f\d+", last) else last)
    return "+".join([*(h.capitalize() for h in held), name]) if name else ""


def told(chosen: Sequence[str]) -> str:
    """Keys as the help prints them."""
    return "  ".join(filter(None, map(shown, chosen)))


def keymap(given: object, path: str = "") -> dict[str, tuple[str, ...]]:
    """Action → keys: the default ones, with what `keys.yaml` says instead. Raises ConfigError.

    `given` is the parsed file: a mapping of action names to a key or a list of keys; None for an empty one.
    """
    keys = {a.name: a.keys for a in ACTIONS}
    if given is None:
        return keys
    if not isinstance(given, Mapping):
        raise ConfigError("最上层要是 “动作: 键”", path=path, mend="例如 approve: [a, enter]")
    stated = {str(name): _keys(str(name), value, path) for name, value in given.items()}
    taken = {key: name for name, chosen in stated.items() for key in chosen}
    merged = {name: tuple(k for k in chosen if k not in taken) for name, chosen in keys.items()} | stated
    for name, chosen in merged.items():
        if clash := next((k for k in chosen if taken.get(k, name) != name), None):
            raise ConfigError(f"键 {clash} 给了两个动作: {name} 和 {taken[clash]}", path=path, field=name, mend="换一个键")
    if idle := next((name for name, chosen in merged.items() if not chosen), None):
        raise ConfigError("没有剩下的键", path=path, field=idle, mend=f"给 {idle} 也写一个键")
    return merged


def _keys(name: str, value: object, path: str) -> tuple[str, ...]:
    if name not in {a.name for a in ACTIONS}:
        offered = ", ".join(a.name for a in ACTIONS)
        raise ConfigError(f"没有动作 “{name}”", path=path, field=name, mend=f"可用: {offered}")
    chosen = [str(v) for v in value] if isinstance(value, list) else [str(value)]
    for key in chosen:
        if not _KEY.fullmatch(key):
            raise ConfigError(f"“{key}” 不是键名", path=path, field=name, mend="例如 a, A, enter, f2, ctrl+z, shift+tab")
    return tuple(chosen)
