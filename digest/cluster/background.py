"""Terms that stand in many articles of the trade, by the share of them: what a term says before any article is seen. Data.

Counted on the texts of the sample week and rounded down to a band; a term that is not here is taken for rare.
"""

from __future__ import annotations

from collections.abc import Mapping

#: a name of the alias file is a well-known one
NAME_SHARE = 0.02

_HAN = {
    0.4: """
    """,
    0.2: """
公司 数据 日消 智能 模型 消息 表示
    """,
    0.1: """
之家 产品 人士 亿元 亿美 今日 企业 使用 协议 发布 大模 完成 官方 宣布 市场 平台 应用 提供 支持 服务 用户 科技 美元 行业 认为
超过 部分
    """,
    0.06: """
一个 一次 万亿 上线 业内 业务 业绩 中国 了一 亚马 交易 产业 人工 今年 价格 任务 伟达 估值 公布 关注 其中 单位 厂商 可以 同时
器人 回应 国产 国家 场景 型的 增长 季度 实现 家数 将在 工作 工具 工智 开发 开源 影响 截至 投资 报道 披露 据局 据集 推出 提醒
收入 方面 日电 时间 春节 最多 月底 机器 机构 标准 此前 比增 没有 活动 用于 的数 的是 相关 第一 签署 算力 组织 美国 联社 能体
芯片 英伟 营收 融资 规模 训练 记者 调整 谷歌 负责 财联 质量 软银 部署 部门 采用 量数 需求 需要 预计 首次 马逊 高质
    """,
    0.03: """
一代 一位 一周 一款 三家 三方 上下 上市 上的 下一 下降 不一 不到 不同 不是 业的 业者 业高 两个 个人 中心 主任 主单 主要 之后
之暗 也有 书签 云服 互联 人民 人表 什么 付费 代表 会议 供应 便宜 信息 值得 元人 元的 元融 全年 全球 公开 具身 内人 内容 净利
出现 出行 出货 出资 分别 分析 利润 前估 前后 务书 动作 包括 北京 医疗 升级 华为 占比 去年 参与 参数 双方 发现 发者 发言 变化
只有 可在 可能 合作 合计 吉瓦 同一 同期 同比 后续 售价 四季 回落 团队 国内 国模 在京 地区 地方 基础 士认 处理 多家 如果 存储
安全 客户 容量 将于 小时 峰网 工业 工程 左右 带动 年度 应称 应链 建议 建设 开启 开始 开放 当地 快科 息称 情况 成本 我们 我国
户可 手机 承诺 投入 投前 报告 拿下 持续 据显 接口 推理 推荐 提升 支付 数字 数量 新一 新增 新投 方称 方表 日前 日发 日在 日常
日至 明显 是一 显示 智谱 暗面 更多 更新 最大 最高 月之 有一 有关 期间 本文 条件 来自 正在 正式 民币 注册 注意 测试 海外 消耗
消费 涨价 深度 渠道 版本 现在 用量 电池 电脑 百度 的开 目前 直接 真正 研发 窗口 第三 第四 签约 管理 系列 系统 累计 经济 结果
统一 统计 继续 编程 网友 署活 而是 联合 股价 能力 能否 自动 节前 节后 节奏 获得 获悉 要求 覆盖 计划 订单 订阅 设备 该模 说明
调用 财年 责人 资本 资者 资金 身智 轮融 软件 输出 达到 达成 运营 运行 近日 还有 这一 这是 进入 进行 适配 透露 通信 通过 避免
重要 金额 链主 问题 阿里 随后 集建 集链 雷峰 面向 页面 预期 预约 领域 首批
    """,
}

_WORDS = {
    0.4: """
    """,
    0.2: """
ai
    """,
    0.1: """
anthropic claude openai token
    """,
    0.06: """
amd billion company deepseek minimax model nvidia openrouter
    """,
    0.03: """
amazon api chip data gemini glm-5 k2.5 kimi lab m2.5 meta million people plan pro share start thi tpu
    """,
}

_THINGS = {
    0.4: """
    """,
    0.2: """
企业 协议 发布 模型 每周
    """,
    0.1: """
中国 人工智能 价格 估值 增长 宣布 应用 智能体 用户 美国 芯片 营收 融资 训练 词元 调用量 财报 超过
    """,
    0.06: """
下降 云服务 内存 出货 合作 吉瓦 基准 季度 安全 开发者 开源 手机 投资 指引 推理 数据中心 数据局 数据集 春节 机器人 机构 标准
知情人士 算力 编程 置评 股价 订阅 轮融资 部署 需求 首次 高质量
    """,
    0.03: """
上市 净利润 创纪录 初创 利润率 加入 医疗 参数 员工 国防部 图像 地方 实验室 客户 工程师 开放平台 引入 收紧 教育 显卡 月度
服务器 每日 法官 现金 电池 登记 监控 租用 笔记本 网络 裁员 规则 订单 账户 车企
    """,
}


def _shares(bands: Mapping[float, str]) -> dict[str, float]:
    return {term: share for share, terms in bands.items() for term in terms.split()}


#: view → term → share of articles
COMMON: Mapping[str, Mapping[str, float]] = {"han": _shares(_HAN), "words": _shares(_WORDS), "things": _shares(_THINGS)}
