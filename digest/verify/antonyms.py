"""One of a pair of opposites here, the other in every clause that speaks of the same thing: 中央财政 for 地方财政."""

from __future__ import annotations

import re
from collections.abc import Iterator

from digest.verify.alignment import Place
from digest.verify.clause import Clause, Finding

#: the share of its words from which a clause speaks of the same thing
_LIKE = 0.5
_MARGIN = 0.15


_ANTONYMS = tuple(
    frozenset(pair.split())
    for pair in (
        "中央 地方",
        "国内 海外",
        "境内 境外",
        "线上 线下",
        "上游 下游",
        "企业级 消费级",
        "公开 非公开",
        "有偿 免费",
        "收盘 盘中",
        "上半年 下半年",
        "年初 年底",
        "增持 减持",
        "买入 卖出",
        "开源 闭源",
        "首次 再次",
        "起诉 撤诉",
        "强制 自愿",
        "独家 非独家",
        "永久 临时",
        "上市 退市",
        "盈利 亏损",
        "付费 免费",
        "最长 最短",
        "最大 最小",
        "债务 股权",
        "债权 股权",
        "现金 股票",
        "训练 推理",
        "硬件 软件",
        "短期 长期",
        "出口 进口",
        "终止 不变",
        "良好 不佳",
        "良好 恶化",
        "稳健 恶化",
        "顺利 受阻",
        "允许 停止",
        "允许 禁止",
        "公开 保密",
        "扩大 缩小",
        "中止 不变",
        "终止 维持",
        "结束 维持",
    )
)


#: how wide a count is: told of one clause, not of its sentence
_WIDTHS = tuple(
    frozenset(pair.split())
    for pair in (
        "全国 全市",
        "全国 全省",
        "全国 全区",
        "全球 全国",
        "全省 全市",
    )
)


def antonyms(c: Clause) -> Iterator[Finding]:
    """中央财政 for 地方财政: one of a pair here, the other in every clause that shares most words."""
    strong = [p for p in c.near if (p.cover >= _LIKE or p.back >= _LIKE) and c.sources[p.source].lang == c.claim.lang]
    best = [p for p in strong if p.cover >= strong[0].cover - _MARGIN]
    for pair in _ANTONYMS if strong else ():
        mine = {w for w in pair if w in c.said}
        if len(mine) != 1:
            continue
        (other,) = pair - mine
        texts = [c.sources[p.source].plain[slice(*c.sources[p.source].sentences[p.sentence])] for p in best]
        if all(other in text and not any(w in text for w in mine) for text in texts):
            yield c.against(best[0], "qualifier", f"原文为「{other}」，此处为「{next(iter(mine))}」")
            return
    yield from _widths(c, strong)


_WORKED_OUT = re.compile(r"估算|推算|测算|计算|据此|照此|由此|以此")


def _widths(c: Clause, strong: list[Place]) -> Iterator[Finding]:
    for pair in _WIDTHS if strong and not _WORKED_OUT.search(c.claim.plain) else ():
        mine = {w for w in pair if w in c.said}
        texts = [c.text_of(p) for p in strong]
        for other in pair - mine if len(mine) == 1 else ():
            if all(other in text and not any(w in text for w in mine) for text in texts):
                yield c.against(strong[0], "qualifier", f"范围不同：原文为「{other}」，此处为「{next(iter(mine))}」")
                return
