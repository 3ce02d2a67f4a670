"""The evidence page: one HTML file for compliance. No script, nothing loaded, everything foreign escaped.

Each claim of an item leads to its row of checks, each quote of a check to the place where it stands in the archived text.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from html import escape
from string import Template

from digest.export.dossier import Charted, Cited, Dossier, Item
from digest.export.evidence_style import STYLE
from digest.export.spans import Span, pieces
from digest.model import Check, Draft, Evidence
from digest.text import canonical_url, clean, one_line
from digest.weeks import BEIJING

_VERDICTS = {"supported": "有据", "derived": "推算", "absent": "无据", "conflicting": "冲突"}
_KINDS = {
    "figure": "数字", "date": "日期", "name": "名称", "qualifier": "限定", "subject": "主体", "sum": "算术", "credit": "来源",
    "claim": "事实", "injection": "指令",
}  # fmt: skip
_FIELDS = {"headline": "标题", "body": "正文", "lead_paragraph": "首页", "credits": "来源行"}
_STATUSES = {"pending": "待审", "approved": "已批准", "rejected": "已拒绝", "void": "批准失效"}
_ROLES = {
    "original": "原发", "reprint": "转载", "rewrite": "改写", "followup": "后续", "correction": "更正", "denial": "否认",
    "roundup": "汇总",
}  # fmt: skip
_ACTIONS = {
    "approve": "批准", "reject": "拒绝", "edit": "修改", "move": "换节", "merge": "合并", "split": "拆分", "undo": "撤销",
    "redo": "重做",
}  # fmt: skip
_WORST = ("conflicting", "absent", "derived", "supported")
_POLICY = "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'"
#: how many characters around a short quote are shown
_AROUND = 18
_PAGE = Template("""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="$policy">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width">
<title>$title</title>
<style>$style</style>
</head>
<body>
$body
</body>
</html>
""")


def evidence(dossier: Dossier) -> str:
    """The page of an edition."""
    title = f"{dossier.layout.chapter.title}依据 {dossier.week}" + (" (预览)" if dossier.preview else "")
    body = [
        _head(dossier, title),
        *(_item(n, item) for n, item in enumerate(dossier.items, 1)),
        _skipped(dossier),
        _charts(dossier),
        _archive(dossier),
    ]
    sha = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    return _PAGE.substitute(policy=_POLICY.format(sha), title=escape(title), style=STYLE, body="\n".join(filter(None, body)))


def _head(dossier: Dossier, title: str) -> str:
    number = f"第 {dossier.number} 号" if dossier.number else "未定稿, 不是正式导出"
    counts = {v: sum(c.verdict == v for i in dossier.items for c in i.draft.checks) for v in _VERDICTS}
    tally = "，".join(f"<span class='{v}'>{name} {counts[v]}</span>" for v, name in _VERDICTS.items())
    rows = [
        ("导出", f"{number}，{_when(dossier.at)}，{_text(dossier.by) or '未署名'}"),
        ("条目", f"{len(dossier.items)} 条；核对 {sum(counts.values())} 处：{tally}"),
        ("指纹", f"<code>{dossier.fingerprint}</code>"),
        (
            "印制",
            f"{_text(dossier.made_with)}；标点样式 {_text(dossier.layout.house.name)} (只动标点和空格, 下面是批准时的原字)",
        ),
    ]
    contents = "".join(
        f"<li><a href='#i{n}'>{_text(i.draft.headline)}</a> <small>{_state(i.draft)}</small></li>"
        for n, i in enumerate(dossier.items, 1)
    )
    table = "".join(f"<tr><th>{name}</th><td>{value}</td></tr>" for name, value in rows)
    return f"<header><h1>{_text(title)}</h1><table class='facts'>{table}</table><ol>{contents}</ol></header>"


def _state(draft: Draft) -> str:
    if draft.status != "approved":
        return f"<b class='absent'>{_STATUSES.get(draft.status, draft.status)}</b>"
    return f"{_text(draft.approved_by)} {_when(draft.approved_at.isoformat() if draft.approved_at else '')} 批准"


# ---------------------------------------------------------------------------------------------------------------- an item
def _item(number: int, item: Item) -> str:
    draft, key = item.draft, f"i{number}"
    paragraphs = _claims(draft, "body", draft.body, key).split("\n")
    note = f"<p class='note'>批准时的说明：{_text(draft.approval_note)}</p>" if draft.approval_note else ""
    continues = f"<p class='note'>接续 {_text(item.continues)} 已刊出的同一事件</p>" if item.continues else ""
    return "\n".join(
        [
            f"<article id='{key}'><h2><span>{number}</span> {_claims(draft, 'headline', draft.headline, key)}</h2>",
            f"<p class='state'>{_state(draft)} · 稿件 {_text(draft.id)} 第 {draft.revision} 版</p>{note}{continues}",
            *(f"<p class='body'>{p}</p>" for p in paragraphs if p.strip()),
            f"<p class='credit'>资料来源：{_claims(draft, 'credits', '、'.join(draft.credits), key)}</p>",
            f"<p class='lead'><b>首页</b> {_claims(draft, 'lead_paragraph', draft.lead_paragraph, key)}</p>",
            _checks(item, key),
            _conflicts(item),
            _decisions(item),
            _sources(item),
            f"<p class='hash'>批准绑定的指纹 <code>{_text(item.approved_hash or draft.text_hash)}</code></p></article>",
        ]
    )


def _claims(draft: Draft, field: str, text: str, key: str) -> str:
    checks = [(n, c) for n, c in enumerate(draft.checks) if c.field == field]
    spans = [Span(c.start, c.end, str(n)) for n, c in checks]
    by_name = dict(enumerate(draft.checks))
    return "".join(_claim(piece, [by_name[int(n)] for n in names], names, key) for piece, names in pieces(text, spans))


def _claim(piece: str, checks: Sequence[Check], names: Sequence[str], key: str) -> str:
    if not checks:
        return _text(piece)
    worst = min((c.verdict for c in checks), key=_WORST.index)
    return f"<a class='{worst}' href='#{key}c{names[-1]}'>{_text(piece)}</a>"


def _checks(item: Item, key: str) -> str:
    known = {a.id: a for a in item.articles}
    rows = "".join(_check(n, c, key, known) for n, c in enumerate(item.draft.checks))
    head = "<tr><th>所言</th><th>结论</th><th>依据原文 (点开看它在存档里的位置)</th></tr>"
    return f"<table class='checks'><thead>{head}</thead><tbody>{rows}</tbody></table>" if rows else ""


def _check(number: int, check: Check, key: str, known: Mapping[str, Cited]) -> str:
    quotes = "".join(f"<div>{_quote(e, known)}</div>" for e in check.evidence)
    note = f"<div class='note'>{_text(check.note)}</div>" if check.note else ""
    kind = f"<small>{_KINDS.get(check.kind, check.kind)} · {_FIELDS.get(check.field, check.field)}</small>"
    verdict = f"<td class='{check.verdict}'>{_VERDICTS[check.verdict]}</td>"
    return f"<tr id='{key}c{number}'><td>{_text(check.claim)}<br>{kind}</td>{verdict}<td>{quotes or '—'}{note}</td></tr>"


def _quote(e: Evidence, known: Mapping[str, Cited]) -> str:
    """The quote as a link to its place, with the words around it: two characters alone convince nobody."""
    page = known.get(e.article)
    document = page.document if page else ""
    before = document[max(0, e.start - _AROUND) : e.start].rpartition("\n")[2]
    after = document[e.end : e.end + _AROUND].partition("\n")[0]
    around = f"“{_text(e.quote)}”"
    if len(e.quote) < _AROUND:
        around = f"<span>{_text(before)}</span><b>{_text(e.quote)}</b><span>{_text(after)}</span>"
    return f"<a href='#q{_text(e.article)}-{e.start}'>{around}</a> <small>{_text(page.credit if page else e.article)}</small>"


def _conflicts(item: Item) -> str:
    lines = [_conflict(c) for c in item.draft.conflicts] + [_text(n) for n in item.draft.notes]
    return "<h3>冲突与备注</h3><ul>" + "".join(f"<li>{x}</li>" for x in lines) + "</ul>" if lines else ""


def _conflict(conflict: Mapping[str, object]) -> str:
    """What the sides say, each with its outlet, time and words; whatever else a conflict holds is listed as it is."""
    sides = conflict.get("sides")
    head = " · ".join(_text(str(conflict[k])) for k in ("claim", "subject", "note") if conflict.get(k))
    if not isinstance(sides, list | tuple):
        return head or _text(str(dict(conflict)))
    return head + "<ul>" + "".join(f"<li>{_side(s)}</li>" for s in sides if isinstance(s, Mapping)) + "</ul>"


def _side(side: Mapping[str, object]) -> str:
    word = {k: _text(str(side.get(k) or "")) for k in ("value", "article", "credit", "quote", "cut_off")}
    when = _when(str(side.get("published_at") or ""))
    until = f"，截至 {word['cut_off']}" if word["cut_off"] else ""
    return f"<b>{word['value']}</b> <a href='#a{word['article']}'>{word['credit']}</a> {when}{until}：“{word['quote']}”"


def _decisions(item: Item) -> str:
    lines = [
        f"<li>第 {d.id} 条 {_when(d.at)} {_text(d.by)} {_ACTIONS.get(d.action, _text(d.action))} 第 {d.revision} 版"
        f"{'：' + _text(d.note or d.reason) if d.note or d.reason else ''} <code>{_text(d.hash[:16])}</code></li>"
        for d in item.decisions
    ]
    return f"<h3>决定</h3><ul class='log'>{''.join(lines)}</ul>" if lines else ""


def _sources(item: Item) -> str:
    rows = "".join(
        f"<tr><td>{_text(a.credit)}<br>"
        f"<small>{_ROLES.get(a.role, _text(a.role))} · {_when(a.published_at) or '无时间'}</small></td>"
        f"<td>{_anchor(a)}<br><small>{_link(a.url)}</small></td></tr>"
        for a in item.articles
    )
    return f"<h3>这一事件的报道</h3><table class='sources'>{rows}</table>" if rows else ""


def _anchor(article: Cited) -> str:
    title = _text(article.title)
    return f"<a href='#a{_text(article.id)}'>{title}</a>" if article.document else title


def _skipped(dossier: Dossier) -> str:
    lines = "".join(f"<li>{_text(s.headline)} ({_text(s.id)})：{_text(s.reason)}</li>" for s in dossier.skipped)
    return f"<section><h2>没有刊出</h2><ul>{lines}</ul></section>" if lines else ""


def _charts(dossier: Dossier) -> str:
    rows = "".join(map(_chart, dossier.charts))
    return f"<section><h2>图表</h2><table class='sources'>{rows}</table></section>" if rows else ""


def _chart(chart: Charted) -> str:
    hashes = (f"<br><small>{_text(name)} sha256 <code>{_text(sha)}</code></small>" for name, sha in chart.files.items())
    words = f"{_text(chart.source)}<br>{_text(chart.basis)}{''.join(hashes)}"
    return f"<tr><td>{_text(chart.title)}<br><small>单位 {_text(chart.unit)}</small></td><td>{words}</td></tr>"


# ------------------------------------------------------------------------------------------------------------ the archive
def _archive(dossier: Dossier) -> str:
    quoted: dict[str, list[Span]] = {}
    for number, item in enumerate(dossier.items, 1):
        for n, check in enumerate(item.draft.checks):
            for e in check.evidence:
                quoted.setdefault(e.article, []).append(Span(e.start, e.end, f"i{number}c{n}"))
    shown = [a for a in dossier.pages.values() if a.document]
    pages = "\n".join(_page(a, quoted.get(a.id, []), full=dossier.layout.evidence == "full") for a in shown)
    return f"<section class='archive'><h2>存档原文</h2>\n{pages}\n</section>" if pages else ""


def _page(article: Cited, spans: Sequence[Span], *, full: bool) -> str:
    facts = [
        f"{_text(article.credit)}，{_when(article.published_at) or '无时间'}，{_link(article.url)}",
        f"取回 {_when(article.fetched_at)}，网页 sha256 <code>{_text(article.page_sha256)}</code>"
        if article.page_sha256
        else "",
        f"文字 sha256 <code>{_text(article.text_sha256)}</code>",
    ]
    lines = list(_lines(article, spans, full=full))
    head = f"<h3 id='a{_text(article.id)}'>{lines[0]}</h3>" if lines else ""
    small = "<br>".join(f for f in facts if f)
    return f"<div class='page'>{head}<p class='hash'>{small}</p>{''.join(f'<p>{line}</p>' for line in lines[1:])}</div>"


def _lines(article: Cited, spans: Sequence[Span], *, full: bool) -> Iterable[str]:
    """The title and the paragraphs, the quotes in them marked; of an excerpt only the quoted ones."""
    at, cut = 0, False
    for number, line in enumerate(article.document.split("\n")):
        end = at + len(line)
        inner = [Span(max(0, s.start - at), min(len(line), s.end - at), s.name) for s in spans if s.start < end and s.end > at]
        if full or inner or not number:
            cut = False
            yield _quoted(line, inner, article.id, at)
        elif not cut:
            cut = True
            yield "<span class='cut'>[……]</span>"
        at = end + 1


def _quoted(line: str, spans: Sequence[Span], article: str, offset: int) -> str:
    at, done, marked = 0, [], set[int]()
    for piece, names in pieces(line, spans):
        starts = sorted({s.start for s in spans if s.start == at} - marked)
        marked |= set(starts)
        done += [f"<a id='q{_text(article)}-{offset + s}'></a>" for s in starts]
        done.append(f"<a class='back' href='#{names[0]}'><mark>{_text(piece)}</mark></a>" if names else _text(piece))
        at += len(piece)
    return "".join(done)


# ----------------------------------------------------------------------------------------------------------------- pieces
def _text(text: str) -> str:
    return escape(clean(text), quote=True)


def _link(url: str) -> str:
    address = canonical_url(url)
    return f"<a rel='noopener noreferrer' href='{escape(address, quote=True)}'>{_text(url)}</a>" if address else _text(url)


def _when(stored: str) -> str:
    try:
        moment = datetime.fromisoformat(stored)
    except ValueError:
        return ""
    return f"{moment.astimezone(BEIJING):%Y-%m-%d %H:%M}" if moment.tzinfo else one_line(stored)
