"""What a news page says besides its article, recognised by the trade's own words and by how builders name elements. Pure."""

from __future__ import annotations

import re
from itertools import islice

from lxml import html

from digest.text import HAN


def _any_of(words: str) -> str:
    """A pattern of alternatives out of a list with blanks between; `_` in a word stands for an optional blank."""
    return "(?:" + "|".join(w.replace("_", r"\s?") for w in words.split()) + ")"


# ------------------------------------------------------------------------------------------------- how elements are named
#: names (class, id) of elements that hold no part of an article, on sites of any language
_NAMED = re.compile(
    _any_of(
        r"comment reply foot(?!note) copyright share(?!able) related relate[_-] recommend side-?bar \bnav crumb login log-in "
        r"register toolbar disclaim pinglun tuijian guanggao popup modal cookie consent onetrust ot-pc newsletter sign-?up "
        r"more-?news xgxw xgyd pager pagination qr-?code follow-us most-?(?:read|popular) about-?author "
        r"author-?(?:info|box|bio) editor-?info \btoc[_-]? table-of-contents"
    ),
    re.I,
)
#: names that builders also give to wrappers of the text: furniture only where nothing says text
_MAYBE_NAMED = re.compile(
    _any_of(
        r"advert \bads?\b \bad[_-] [_-]ad\b sponsor promo \bhot rank(?:ing|list) subscri widget social \btags?\b "
        r"\brss\b menu \bnext-?(?:post|article) \bprev declare shengming statement byline"
    ),
    re.I,
)
_TEXT_NAMED = re.compile(r"article|content|body|text|story|entry|main|detail|zoom|post", re.I)
_CAPTION_NAMED = re.compile(r"caption|gallery|slideshow|pic-?info|photo-?(?:info|desc|credit)", re.I)
_TAGS = frozenset(("nav", "footer", "aside", "form", "menu"))
_NEVER = frozenset(("html", "body", "article", "main"))


def named_furniture(node: html.HtmlElement) -> bool:
    """Whether an element calls itself navigation, comments, sharing, advertising and the like."""
    if node.tag in _TAGS:
        return True
    if node.tag in _NEVER:
        return False
    name = _name(node)
    if len(name) < 3:
        return False
    return bool(_NAMED.search(name) or (_MAYBE_NAMED.search(name) and not _TEXT_NAMED.search(name)))


def caption(node: html.HtmlElement) -> bool:
    """Whether an element calls itself the caption of a picture."""
    return node.tag == "figcaption" or bool(_CAPTION_NAMED.search(_name(node)))


def _name(node: html.HtmlElement) -> str:
    return f"{node.get('class') or ''} {node.get('id') or ''}"[:200]


# --------------------------------------------------------------------------------------------------------- what lines say
_OPEN = r"^[\W_]{0,4}"
_DECLARED = (
    _OPEN + r"(?:特别|特別|郑重|鄭重|重要)?(?:免责|免責|版权|版權|广告|廣告|著作权|风险)(?:声明|聲明|提示|說明|说明)"
    rf"(?:与免责声明)?\s?[:：]|{_OPEN}(?:特别|特別|郑重|鄭重)?(?:声明|聲明)\s?[:：]"
)
_LEGAL = re.compile(
    _DECLARED
    + r"|不(?:代表|等于|意味着)\S{0,8}(?:本[网站报台]|赞同|讚同|\S{0,4}(?:立场|立場))|版[权權](?:均)?(?:属|屬|归|歸|所有)"
    r"|未[经經]\S{0,14}(?:不得|禁止|严禁|嚴禁|请勿|請勿)\S{0,8}(?:转载|轉載)|凡(?:本[网網站]|註明|注明)\S{0,30}(?:来源|來源|稿件|作品)"
    r"|[转轉][载載](?:请|請|须|須|时)\S{0,8}[注註]明|(?:如有|若有|涉及)\S{0,6}(?:侵权|侵犯|版权)\S{0,30}(?:联系|删除|来函|來函|来电)"
    r"|本(?:文|平台|网站)\S{0,8}仅(?:代表作者|提供信息)|仅供参考，?不构成|ICP\s?[备備证證]|公网安备|许可证(?:编号|号)?\s?[:：]"
    r"|(?:违法|不良)\S{0,8}举报|举报(?:电话|邮箱)|copyright\s?(?:©|\(c\)|\d{4}|by)|©\s?(?:19|20)\d\d|all rights reserved"
    r"|may not be (?:published|reproduced|republished)|terms of (?:use|service)|privacy policy",
    re.I,
)
_CREDIT = re.compile(
    rf"{_OPEN}(?:本文|文章|原文)?"
    + _any_of(
        "责任编辑 責任編輯 责编 責編 编辑 編輯 值班编辑 主编 编审 编校 校对 校對 审核 審核 监制 監製 作者 撰文 撰稿 "
        "供稿 稿源 来源 來源 稿件来源 文章来源 信息来源 消息来源 新闻来源 资料来源 转自 轉自 摘自 原载 原標題 原标题 "
        "文章录入 录入 录入者 原题 标签 標籤 关键词 關鍵詞 关键字 tags? keywords source editor filed_under topics?"
    )
    + r"\s?[:：】].{0,80}$"
    r"|^[\W_]{0,4}(?:联系|聯[系絡]|投稿|举报|新闻|合作|客服)?(?:电话|電話|邮箱|郵箱|传真|傳真|热线|熱線|邮编|QQ|e-?mail|tel|fax)\s?[:：].{0,60}$"
    r"|(?-i:^SOURCE [A-Z].{1,60}$)|^[\W_]{1,3}(?:[^\W\d_]|\s|·){2,12}(?:编辑|編輯|责编|編)[\W_]{0,2}$"
    r"|^[(（\[【](?:编辑|編輯|责编|責編|责任编辑|完|end|来源|稿源)[^)）\]】]{0,40}[)）\]】]$",
    re.I,
)
_WIDGET = re.compile(
    _OPEN
    + _any_of(
        "分享(?:到|至|按钮)? 收藏 打印(?:本页|本頁)? 关闭(?:窗口)? 關閉 字号 字號 字体 字體 文字大小 网友评论 "
        "網友評論 我要评论 发表评论 查看评论 评论 评分 点赞 赞 踩 顶 纠错 举报(?:/反馈)? 投稿 扫一扫 扫码 长按 微信扫 "
        "打开微信 点击下载 下载客户端 返回(?:首页|顶部|列表|首頁) 上一(?:篇|页|条|頁) 下一(?:篇|页|条|頁) 回到顶部 "
        "责任编辑 当前位置 當前位置 您(?:现在|現在)?的位置 首页 首頁 播放 暂停 全屏 更多(?:内容)? 查看更多 展开全文 "
        "阅读原文 点击查看 加载中 正在加载 已关注 关注 share tweet print email comments? log_in sign_up subscribe "
        "follow_us advertisement"
    )
    + r"(?:\W|\d|$)",
    re.I,
)
_POINTER = re.compile(
    r"^[\W_]{0,6}(?:(?:更多)?"
    + _any_of("相关 相關 延伸 推荐 推薦 扩展 拓展 精彩 热门 熱門 猜你 你可能 您可能 其他 其它 最新 往期 同类 今日 今日热 更多")
    + "的?"
    + _any_of(
        "新闻 新聞 阅读 閱讀 文章 链接 連結 鏈接 专题 專題 报道 報道 報導 内容 內容 推荐 推薦 资讯 資訊 图片 圖片 "
        "喜欢 感兴趣 电报 快讯 动态 字词 字詞 股票 政策 解读 稿件 视频 影片 评论 关注 热点 回顾 博文 消息 点击 排行"
    )
    + "|"
    + _any_of(
        "延伸阅读 新闻链接 新聞鏈接 网友评论 網友評論 热门评论 最新评论 精彩评论 全部评论 讀者留言 网友留言 相关文章 "
        "版权声明 免责声明 related more_(?:from|on|stories|news|like) recommended read_(?:more|next|also) "
        "you_(?:may|might)_(?:also_)?like see_also further_reading latest_(?:news|stories) most_(?:read|popular) "
        "trending comments? leave_a_(?:comment|reply) about_the_author share_this sponsored"
    )
    + r")[\s:：>»…\d()（）条篇]{0,12}$",
    re.I,
)
_OFFER = re.compile(
    r"^[\W_]{0,6}(?:猜(?:你|您)(?:还|還)?(?:喜[欢歡]|想看)|(?:你|您)可能(?:还|還|也)?(?:会|會)?(?:想看|喜[欢歡]|感[兴興]趣)|看了又看|大家都在看|"
    r"(?:为|為)(?:你|您)推[荐薦]|you (?:may|might) (?:also )?(?:like|be interested in)|recommended for you)\S{0,6}\W{0,4}$",
    re.I,
)
#: what readers say begins here
_REMARKS = re.compile(
    r"^[\W_]{0,4}(?:(?:网友|網友|热门|熱門|最新|全部|精彩|用户|读者|讀者|发表|發表)?(?:评论|評論|留言|跟帖)(?:区|區|列表)?\s?[(（]\s?\d+\s?条?[)）]"
    r"|(?:热门|熱門|最新|全部|精彩|发表|發表|网友|網友)(?:评论|評論|留言|跟帖)(?:区|區|列表)?|(?:评论|評論|留言)(?:区|區|列表)"
    r"|(?:reader )?comments?\s?\(\d+\)|leave a (?:comment|reply)|post a comment)[\W_]{0,4}$",
    re.I,
)
_BLANKS = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])|\s+(?=[:：])")
_OUTLET = r"(?:社|[报報]|[网網]|新闻|新聞|电视台|周刊|杂志|客户端|财经|科技|日[报報])"
_BYLINE = re.compile(
    rf"^\W{{0,3}}(?:本报|本報|本网)?(?:记者|記者|通讯员)[^。，！？]{{2,20}}(?:[/／╱]?\S{{2,4}})?(?:报道|報導|報道|摄|攝|摄影|攝影)\W{{0,2}}$"
    rf"|^[{HAN}·\s]{{2,12}}[/／╱]\s?[{HAN}A-Za-z0-9·]{{1,14}}{_OUTLET}$|^(?=.{{3,12}}$)[{HAN}]+{_OUTLET}$"
)
#: whose the picture at the head of an article is
_PICTURED = re.compile(
    r"^(?:封面|题图|題圖|头图|頭圖|首图|首圖|配图|配圖|图片|圖片|图源|圖源)(?:来源|來源|来自|來自|提供)?\s?[:：丨|].{0,30}$"
)
#: the particulars of a document, as a table above it tells them
_PARTICULAR = re.compile(
    _OPEN
    + _any_of(
        "索引号 信息索引 主题分类 主题词 体裁分类 发文机关 发文单位 发布机构 发布单位 公开机构 成文日期 生成日期 发文日期 "
        "发布日期 公开日期 废止日期 发文字号 文号 公文种类 有效性 效力状态 公开方式 公开范围 公开时限 公开形式"
    )
    + r"\s?[:：].{0,120}$"
)
#: a button's sentence: log in, follow, scan
_ASKED = re.compile(
    r"(?:需要|[请請]先?|登[录錄入陆])\s?(?:您)?\s?(?:登[录錄入陆]|注册|註冊|后|後).{0,12}(?:下载|下載|查看|回[复覆]|评论|評論|发表|發表)|没有[账帐]号？|"
    r"(?:点击|點擊|长按|長按|扫描|掃描|识别|識別)\S{0,10}(?:蓝字|藍字|关注|關注|二维码|名片|小程序)|^\W{0,3}点(?:个|一下|击)?[“「]?(?:在看|赞)|"
    r"^\W{0,3}(?:the\s)?end\W{0,3}$|^\W{0,3}(?:完|全文完|本文完)\W{0,3}$|\(?请?請?[继繼][续續][阅閱][读讀]本文",
    re.I,
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_STAMP = re.compile(
    r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}|(?<!\d)\d{1,2}\s?[:：]\s?[0-5]\d(?!\d)|"
    rf"{_MONTH}\s\d{{1,2}},?\s(?:19|20)\d\d|\d{{1,2}}\s{_MONTH}\s(?:19|20)\d\d",
    re.I,
)
_WHOLE = r"[\[【(（]\s?(?:详[细情]|詳[細情]|全文|阅读全文|查看全文|更多|read more|more)\s?[\]】)）]\s?[»>]{0,2}"
_TEASER = re.compile(rf"(?:(?:…|\.{{3,}}|\[…\])\s?(?:{_WHOLE})?|{_WHOLE})$", re.I)


def legal(text: str) -> bool:
    """A copyright line, disclaimer or licence number; a paragraph that only ends in such words is none."""
    if len(text) >= 600:
        return False
    hits = [m.start() for m in islice(_LEGAL.finditer(text), 3)]
    return bool(hits) and (len(text) < 120 or hits[0] < 12 or (len(hits) > 1 and hits[0] * 2 < len(text)))


def credit_line(text: str) -> bool:
    """A line that names editor, author, source, tags or the original title and says nothing else."""
    return len(text) < 120 and bool(_CREDIT.match(text))


def widget(text: str) -> bool:
    """The label of a button or a line of them."""
    return len(text) < 80 and bool(_WIDGET.match(text)) and not re.search(r"[。！？]", text)


def particular(text: str) -> bool:
    """A row of the table of particulars above a document: number, issuing office, dates."""
    return len(text) < 160 and bool(_PARTICULAR.match(_BLANKS.sub("", text)))


def pictured(text: str) -> bool:
    """A line that names whose a picture is and says nothing else."""
    return len(text) < 60 and bool(_PICTURED.match(text))


def asked(text: str) -> bool:
    """A short line that asks the reader to log in, follow or scan, or that says that the text ends."""
    return len(text) < 60 and "。" not in text and bool(_ASKED.search(text))


def pointer(text: str) -> bool:
    """A heading over links to something else: what stands behind it is no part of the article."""
    return len(text) < 40 and bool(_POINTER.match(text))


def offer(text: str) -> bool:
    """A heading over what the reader may like: never in the middle of an article."""
    return len(text) < 30 and bool(_OFFER.match(text))


def remarks(text: str) -> bool:
    """A heading over what readers say: behind it stands no part of the article."""
    return len(text) < 30 and bool(_REMARKS.match(text))


def stamp(text: str) -> bool:
    """A line of date, source, author and counters, as it stands under a headline."""
    return len(text) < 140 and bool(_STAMP.search(text)) and not re.search(r"[。！？，]|[a-z]{3}[.!?](?:\s|$)", text)


def byline(text: str) -> bool:
    """A line that names a reporter or an outlet and says nothing else."""
    return len(text) < 40 and bool(_BYLINE.match(text))


def teaser(text: str) -> bool:
    """A text that is cut off and points to its whole."""
    return bool(_TEASER.search(text[-40:]))
