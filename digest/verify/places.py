"""Places that tell whose a figure is: 中国模型, US models. Patterns run over folded text in either language."""

from __future__ import annotations

#: place → how texts name it, as alternatives apart by blanks; an underscore is a blank
PLACES: dict[str, str] = {
    "中国": r"中国(?!移动|电信|联通|信通院|信息通信|证券|人民银行|政府网|新闻|科学院|银行|铁塔|石油|石化|平安|人寿|电子|工商) 我国 国产 大陆 全国(?!人大|政协) \bChin(?:a|ese)\b",
    "美国": r"美国 美方 \bU\.?S\.?(?![\w$]) \bAmericans?\b \bUnited_States\b", "北美": r"北美 \bNorth_America\b",
    "欧洲": r"欧洲 欧盟(?!委员会) \bEurope(?:an)?\b \bEU\b", "日本": r"日本(?!经济新闻) \bJapan(?:ese)?\b",
    "韩国": r"韩国 \bSouth_Korean?\b \bKorean?\b", "英国": r"英国 \bBritain\b \bBritish\b \bU\.?K\.?(?!\w)",
    "印度": r"印度(?!尼) \bIndian?\b", "德国": r"德国 \bGerman[y]?\b", "法国": r"法国 \bFrance\b \bFrench\b",
    "台湾": r"台湾 \bTaiwan(?:ese)?\b", "香港": r"香港 \bHong_Kong\b", "新加坡": r"新加坡 \bSingapore\b",
    "东南亚": r"东南亚 \bSoutheast_Asia\b", "中东": r"中东 \bMiddle_East\b",
    "全球": r"全球 全世界 \bglobal(?:ly)?\b \bworldwide\b", "华东": r"华东", "华南": r"华南", "华北": r"华北",
    "华中": r"华中", "西南": r"西南", "西北": r"西北", "东北": r"东北", "东部": r"东部", "中部": r"中部", "西部": r"西部",
    "北京": r"北京", "上海": r"上海", "天津": r"天津", "重庆": r"重庆", "广东": r"广东", "深圳": r"深圳", "广州": r"广州",
    "江苏": r"江苏", "浙江": r"浙江", "杭州": r"杭州", "山东": r"山东", "四川": r"四川", "成都": r"成都", "湖北": r"湖北",
    "武汉": r"武汉", "湖南": r"湖南", "河南": r"河南", "河北": r"河北", "福建": r"福建", "安徽": r"安徽", "合肥": r"合肥",
    "贵州": r"贵州", "贵阳": r"贵阳", "陕西": r"陕西", "西安": r"西安", "辽宁": r"辽宁", "吉林": r"吉林",
    "黑龙江": r"黑龙江", "内蒙古": r"内蒙古", "新疆": r"新疆", "西藏": r"西藏", "青海": r"青海", "甘肃": r"甘肃",
    "宁夏": r"宁夏", "云南": r"云南", "广西": r"广西", "海南": r"海南", "山西": r"山西", "江西": r"江西",
}  # fmt: skip
_WIDE = frozenset("中国 美国 北美 欧洲 日本 韩国 英国 印度 德国 法国 台湾 香港 新加坡 东南亚 中东 全球".split())
#: provinces, cities and regions of the mainland
LOCAL = frozenset(PLACES) - _WIDE
#: countries, where something is said to happen in them
ABROAD = frozenset("日本 韩国 英国 印度 德国 法国 新加坡".split())
