"""Words that several rules ask about: change, organisations, characters whose exchange is no slip. Vocabulary only."""

from __future__ import annotations

import re

#: words of change, longest first
UP = (
    r"增长|增加|上涨|上升|上浮|提升|提高|上调|扩大|攀升|回升|走高|抬升|延长|多增|大增|大涨|激增|扩亏|增亏|高出|放量|放大"
    r"|涨幅|增幅|升幅|增速|涨|升|增"
)
DOWN = (
    r"下降|减少|少增|下跌|下滑|下调|下浮|回落|降低|收窄|缩短|缩小|缩减|减亏|走低|放缓|大降|大跌|锐减|下行|减轻|萎缩"
    r"|降幅|跌幅|减幅|跌|降|减"
)
#: characters that join words and so stand in no name's stem: 自己的科技, 郭某则称
PARTICLES = frozenset(
    "的了是在有和与及或以为则均据受被把将已也都还又就而但因由从向对使让给于其之此这那他她它我你们各每某所者着样些个即并且"
)
#: characters whose exchange makes another statement or another thing, not a misspelling
SYNONYMS = frozenset(
    "的地得为是达了和与及或等将拟已正在于较比共约近超并其该此本上下升降增减涨跌高低大小前后同环一二三四五六七八九十两首末东南西北中日月年周季位名个家款项输赢强弱快慢好坏优劣正负买卖进出多少新旧内外左右男女甲乙丙丁"
)
#: characters that make another word of the same meaning: 发布、公布
_ALIKE = frozenset(
    map(frozenset, "发公 宣公 长加 滑降 跌降 行办 测计 估计 期计 测估 达成 售销 逾超 载装 显明 到达 取得 认为 带推".split())
)


#: words of reports that differ from another word by one character: 推动、推进; none is a misspelling of the other
_USUAL = frozenset(
    (
        "推动 推进 推出 推广 推行 签订 签署 签约 印发 下发 颁发 举行 举办 "
        "召开 发布 公布 披露 宣布 加大 加快 加强 加速 加深 增加 增长 增强 "
        "提升 提高 提振 提速 开展 开启 开始 开放 开设 持续 连续 继续 陆续 "
        "完善 完备 完成 完工 支持 支撑 维持 保持 坚持 获得 获批 取得 获取 "
        "强化 优化 深化 细化 量化 简化 建设 建立 建成 构建 组建 共建 筹建 "
        "扩建 应用 使用 采用 运用 利用 启动 启用 上线 上市 实现 实施 实行 "
        "落实 落地 聚焦 提出 提供 提交 参加 参与 达到 达成 合作 协作 带动 "
        "拉动 驱动 促进 扩大 扩张 扩充 显著 明显 主要 重要 预计 预期 预测 预告 "
        "估计 投入 投资 投产 部署 布局 交付 交易 供应 供给 出货 出口 销售 "
        "销量 收入 收益 需求 要求 数量 规模 规范 价格 价值 增速 增幅 增量 "
        "增额 全国 我国 国内 国产 国外 海外 强调 通过 经过 调整 调研 调查 "
        "调用 下降 下跌 下滑 上涨 上升 回升 回落 放缓 改善 改进 改革 研发 "
        "研究 研制 创新 创建 创造 制定 制订 修订 修改 修正 成立 设立 创立 "
        "确立 建议 倡议 审议 协议 协定 约定 规定 确定 稳定 制度 机制 体制 "
        "联合 结合 整合 融合 综合 整体 总体 领先 领跑 区域 地域 地区 覆盖 "
        "涵盖 包括 包含 进行 进展 进入 进度 发展 发挥 发行 发放 展示 展开 "
        "展望 服务 系统 体系 措施 举措 引导 指导 主导 领导 培育 培养 培训 "
        "打造 营造 监管 监督 监测 检测 评测 评估 评价 明确 准确 积极 有效 "
        "高效 高位 高点 低位 低点 首次 首批 首个 多次 多项 各项 各类 各地 "
        "跟踪 追踪 规划 计划 策划 方式 模式 形式 目标 指标 标准 流通 流动 "
        "流转 转型 转化 转让 变化 变动 变更 鼓励 激励 奖励 调高 调低 上调 "
        "下调 用于 由于 新增 新建 新签 显示 表示 提示 突破 超过 超出 扩容 "
        "扩产 增产 量产 投放 释放 开工 复工 竣工 挂牌 摘牌 "
    ).split()
)


def other_word(a: str, i: int, b: str, j: int) -> bool:
    """Whether the characters at two places make another usual word with the one before or behind: 签订, 签署."""
    return any(a[i - k : i - k + 2] in _USUAL and b[j - k : j - k + 2] in _USUAL for k in (0, 1) if i >= k and j >= k)


def usual_word(pair: str) -> bool:
    """Whether two characters are a usual word of reports."""
    return pair in _USUAL


def is_slip(one: str, other: str) -> bool:
    """Whether a character for another is more likely a slip than another word or thing."""
    return one not in SYNONYMS and other not in SYNONYMS and frozenset((one, other)) not in _ALIKE


#: names of companies (two characters before what they make) and of bodies that act
ORGANISATION = re.compile(
    r"[\u4e00-\u9fff]{2}(?:科技|智能|股份|集团|电子|精密|光电|传媒|互娱|医药|生物|能源|材料|新材|通信|软件|数据|网络|汽车|铜业|锂业|矿业|铝业|钢铁|化学|化工|重工"
    r"|重卡|轮胎|乳业|味业|食品|酒业|院线|影业|封测|半导体|机器人|数科|资本|证券|银行|保险|药业|药服|制药|器械|医疗|航空|物流|港口|电力|电气|光伏|储能|电池|装备|家居"
    r"|家电|置业|地产|环保|水务|燃气|信息|安全|航天|船舶|旅游|酒店|百货|超市|农牧|种业|纺织|服饰|铸造|玻璃|水泥|环境|教育|出版|影视|租赁|信托|期货|控股|实业)"
    r"|[\u4e00-\u9fff]{2,6}(?:部|局|委|办|署|院|协会|总局|委员会)(?=[\u4e00-\u9fff]{0,4}(?:召开|印发|发布|部署|公布|联合|举行|组织|要求|提出|等))"
)
