"""Who a headline says did it, and what a meeting was about: slots that two reports of one event fill alike. Pure.

Templates make different events look alike (“…完成5亿元B轮融资”, “…召开…座谈会”); what fills the template tells them apart. A
slot contradicts another only if neither filling stands in the opening of the other's reports.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from digest.cluster.facets import OCCASION
from digest.names import Names
from digest.text import HAN

Filling = tuple[str, ...]

_ACTS = re.compile(
    r"完成|获|斩获|拿下|宣布|官宣|发布|推出|上线|开源|印发|公布|公开|召开|举行|举办|组织|启动|披露|公告|收购|起诉|任命|裁员|裁掉|裁撤|降价|涨价|上调|下调|签署|签约|"
    r"签下|达成|投资|入股|募资|融资|预计|计划|拟|回应|否认|澄清|处以|罚款|成立|设立|建成|启用|投用|入选|中标|量产|发售|开售|登陆|更新|升级|改版|成交|净利|营收|业绩"
)
#: what may stand between the actor and the verb
_BETWEEN = re.compile(
    r"因|与|和|向|对|就|在|把|让|给|将|正式|今日|今天|昨日|近日|日前|再|又|已|也|为何|首次|首度|率先|全线|连续|一口气|组织|联合|(?<![a-zA-Z.-])[0-9]|[(“「]"
)
_LATIN_ACTS = re.compile(
    r"\b(?:raises?|raised|launch(?:es|ed)?|releases?d?|unveils?|unveiled|announces?d?|introduces?|sues?|sued|cuts?|to|will|acquires?d?|"
    r"buys?|signs?|plans?|opens?|opened|fines?d?|joins?|joined|names?d?|appoints?|hires?|says?|said|reports?|posts?|tops?|beats?|files?|"
    r"accuses?|declares?|adds?|gets?|wins?|faces?|seeks?|considers|expects?)\b",
    re.I,
)
_PROPER = re.compile(r"(?:[A-Z][\w.&-]*\s(?:(?:of|the|and|for)\s)?){0,3}[A-Z][\w.&-]*\s*(?='s\b|$)")
#: a label before the headline proper, or a shout
_LABEL = re.compile(
    r"^(?:\s|【[^】]{1,6}】|\[[^\]]{1,6}\]|【|[^|:!]{1,6}[|]|[^,:!?]{1,8}!|(?:消息|据|外媒|媒体|知情人士|网)[称传曝]|曝)+"
)
_CLAUSE = re.compile(r"[:!?,。;|】」”』\]\n]|——|\s-\s")
_DESCRIBED = re.compile(r".*(?:公司|企业|厂商|平台|机构|巨头|独角兽|品牌|开发商|团队|创始人|部门|的)(?=.)")
_RUN = re.compile(f"[{HAN}]{{2,}}")
_WORD = re.compile(r"[a-z][a-z0-9.+-]*[a-z0-9]")
#: words that many actors share
_USUAL = frozenset(
    "公司 科技 智能 集团 股份 企业 平台 机构 数据 中国 国家 全球 我国 国内 国产 模型 大模 行业 产业 人工 工智 市场 美国 大陆 "
    "技术 网络 信息 "
    "ai the of and inc corp group tech technologies china chinese us startup company firm lab".split()
)
#: a longer string is a sentence, not a name
_LONGEST = 8
#: share of a filling that must stand in the other's opening
MET = 0.5


def actor(title: str, names: Names) -> Filling:
    """Terms of the one who acts: what stands before the verb of the first clause, or before its colon. A known name stands
    for itself, as `=name`; everything else is read by its pairs of characters or its words."""
    rest = title[label.end() :] if (label := _LABEL.match(title)) else title
    clause = _CLAUSE.split(rest, maxsplit=1)[0]
    colon = rest[len(clause) : len(clause) + 1] == ":" and len(clause) <= 12
    if not _RUN.search(title):
        return _latin_actor(clause, names)
    verb = _ACTS.search(clause)
    if not verb and not colon:
        return ()
    said = clause[: verb.start()] if verb else clause
    between = _BETWEEN.search(said)
    name = _DESCRIBED.sub("", said[: between.start()] if between else said).strip()
    return _filling(name, names) if len(name) <= _LONGEST or names.find(name) else ()


def _latin_actor(clause: str, names: Names) -> Filling:
    verb = _LATIN_ACTS.search(clause)
    proper = _PROPER.search(clause[: verb.start()].rstrip()[-60:]) if verb else None
    return _filling(proper[0], names) if proper else ()


def _filling(text: str, names: Names) -> Filling:
    found = [name for _, _, name in names.find(text)]
    return makers(found, names) if found else _telling(text)


def makers(found: Iterable[str], names: Names) -> Filling:
    """Who stands behind some names, as `=name`: a product speaks for its maker, and an outlet only reports."""
    return tuple(dict.fromkeys("=" + names.maker(name) for name in found if not is_outlet(name, names)))


def is_outlet(name: str, names: Names) -> bool:
    """Whether a name is of one who reports, or of the place where shares are traded, not of one who acts."""
    entry = names.entry(name)
    return entry is not None and entry.kind in ("outlet", "market")


def topic(title: str) -> Filling:
    """Terms of what an occasion was about: what stands between the verb and 座谈会, at least three of them."""
    occasion = OCCASION.search(title)
    if not occasion:
        return ()
    verbs = list(_ACTS.finditer(title[: occasion.start()]))
    found = _telling(title[verbs[-1].end() if verbs else 0 : occasion.start()])
    return found if len(found) >= 3 else ()


def _telling(text: str) -> Filling:
    small = text.lower()
    pairs = [run[0][at : at + 2] for run in _RUN.finditer(small) for at in range(len(run[0]) - 1)]
    return tuple(term for term in dict.fromkeys([*pairs, *_WORD.findall(small)]) if term not in _USUAL)


def met(fillings: Collection[Filling], opening: Collection[str]) -> bool:
    """Whether one of the fillings stands in an opening, for the greater part."""
    return any(sum(term in opening for term in filling) >= MET * len(filling) for filling in fillings)
