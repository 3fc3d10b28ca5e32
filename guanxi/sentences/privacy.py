"""Sentences about what is known of one person: gathered, erased, kept no longer than needed."""

SENTENCES = {
    "sources.reason.erased_person": ("a person who was erased", "属于已被删除的个人"),
    "sources.erased_rows": (
        "The file speaks of persons who were erased here: {nameless} rows were taken without the customer, "
        "{left_out} were set aside with nothing in them. Who is to be a customer again is let in with "
        "`guanxi privacy allow`.",
        "文件中有已被删除的个人：{nameless} 行已匿名导入，{left_out} 行已搁置且不保留内容。"
        "若此人重新成为客户，请用 `guanxi privacy allow` 解除。",
    ),
    "store.version_gone": (
        "Version {version} of {table} can no longer be read: files of it were removed, with a person who was "
        "erased or with what is kept no longer. Read the table as it stands now; work that was going on is "
        "started again.",
        "{table} 的第 {version} 版已无法读取：相关文件已随被删除的个人或过期数据一起移除。请读取当前版本；"
        "正在进行的工作请重新开始。",
    ),
    "privacy.readme": (
        "What {firm} holds about one person\n\n"
        "Ids: {ids}\nGathered: {at}\n\n"
        "person.json holds everything; the other files hold the same, a table each:\n",
        "{firm} 所保存的关于一个人的全部信息\n\n"
        "编号：{ids}\n导出时间：{at}\n\n"
        "person.json 包含全部内容；其余文件按表分别列出同样的内容：\n",
    ),
    "privacy.part.customers": ("who the person is", "此人的基本资料"),
    "privacy.part.purchases": ("what was bought", "购买记录"),
    "privacy.part.contacts": ("calls, visits and messages", "电话、拜访和消息"),
    "privacy.part.answers": ("answers to questionnaires", "问卷回答"),
    "privacy.part.complaints": ("complaints", "投诉"),
    "privacy.part.points": ("points", "积分"),
    "privacy.part.costs": ("what serving, winning and keeping the person cost", "服务、获取和维系此人的成本"),
    "privacy.part.identities": ("ids that were found to be this person's", "被认定为同一人的编号"),
    "privacy.part.exposures": ("campaigns that were sent", "收到的营销活动"),
    "privacy.part.redemptions": ("coupons that were used", "使用过的优惠券"),
    "privacy.part.predictions": ("what was expected of the person", "对此人的预测"),
    "privacy.part.episodes": ("times the person was late", "逾期未购的记录"),
    "privacy.part.products": ("products", "商品"),
    "privacy.part.measurements": ("predictions checked", "预测检验"),
    "privacy.part.ledger": ("what was held before it was changed", "修改之前保存的内容"),
    "privacy.part.live": ("what programs sent and is not taken in", "程序发来、尚未写入的内容"),
    "privacy.part.set_aside": ("rows of files that could not be used", "文件中无法使用的行"),
    "privacy.part.snapshots": ("what was worked out, date by date", "各次分析的结果"),
    "privacy.part.application": ("what people wrote down in the application", "应用中记录的内容"),
    "privacy.not_dated": (
        "{table} has no date that a rule could go by. Rules can be set for: {known}.",
        "{table}没有可用于保留期限的日期。可设置规则的表：{known}。",
    ),
    "privacy.cannot_be_nameless": (
        "Rows of {table} cannot do without a customer: they can be deleted, not made nameless.",
        "{table}的行不能没有客户：只能删除，不能匿名化。",
    ),
    "privacy.wrong_days": (
        "{asked} is no number of days to keep rows for; the least is {least}.",
        "{asked} 不是有效的保留天数；最少 {least} 天。",
    ),
    "privacy.unreadable_rules": (
        "{path} could not be read as retention rules ({why}). Mend it, or remove it: then everything is kept.",
        "无法读取保留规则 {path}（{why}）。请改正；或删除该文件，即全部保留。",
    ),
    "privacy.not_the_same_id": (
        "To erase this person, type {asked} exactly. Nothing was erased.",
        "要删除此人，请准确输入 {asked}。尚未删除任何内容。",
    ),
    "privacy.not_confirmed": (
        "Tick that you mean it: it cannot be taken back. Nothing was changed.",
        "请先勾选确认：此操作无法撤销。尚未做任何更改。",
    ),
}
