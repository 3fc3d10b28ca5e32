"""What the pictures of drivers, loyalty, penalty and reward, Kano and delivered value say."""

SENTENCES = {
    "pictures.drivers.first": (
        "{name} goes with most of it ({share}), but the next may go with as much",
        "{name}的份额最大（{share}），但与第二名未必有差别",
    ),
    "pictures.drivers.alone": (
        "{name} matters most: {share} of what is explained",
        "{name}最重要：占可解释部分的 {share}",
    ),
    "pictures.drivers.disagrees_more": (
        "{name} matters more than customers say: it stands at {derived} in what they do, at {stated} in what they say",
        "{name}比客户自己说的更重要：推算第 {derived}，自述第 {stated}",
    ),
    "pictures.drivers.disagrees_less": (
        "{name} matters less than customers say: it stands at {derived} in what they do, at {stated} in what they say",
        "{name}没有客户自己说的那么重要：推算第 {derived}，自述第 {stated}",
    ),
    "pictures.drivers.summary": (
        "Shares of what all drivers explain together of {outcome} ({r2} of its variance), with 95% intervals. {n} respondents.",
        "各因素在全部可解释部分中的占比及 95% 区间；合起来解释{outcome}差异的 {r2}。{n} 位受访者。",
    ),
    "pictures.drivers.share": ("Share of what is explained", "占可解释部分"),
    "pictures.drivers.driver": ("Driver", "驱动因素"),
    "pictures.drivers.interval": ("95% interval", "95% 区间"),
    "pictures.drivers.rank": ("Derived rank", "推算名次"),
    "pictures.drivers.stated": ("Stated (rank)", "自述（名次）"),
    "pictures.drivers.ranks": ("derived {derived}, stated {stated}", "推算第 {derived}，自述第 {stated}"),
    "pictures.tree.title": (
        "What was rated explains {r2} of the differences in {outcome}; the largest part, {part}, is {name}",
        "所评各项解释了{outcome}差异的 {r2}，其中份额最大的是{name}（{part}）",
    ),
    "pictures.tree.title_at": (
        "What was rated explains {r2} of the differences in {outcome}; the largest part, {part}, is {name}, and {own} of that is {touchpoint}",
        "所评各项解释了{outcome}差异的 {r2}，其中份额最大的是{name}（{part}），而其中 {own} 来自{touchpoint}",
    ),
    "pictures.tree.summary": (
        "Parts below add up to the one above; lines are 95% intervals. At the right stands what customers state. {n} respondents.",
        "下层各部分之和等于上层，横线为 95% 区间；右侧为客户自述的重要性。{n} 位受访者。",
    ),
    "pictures.tree.left_out": (
        "{n} small touchpoints are in the table only.",
        "另有 {n} 个份额很小的接触点只列在表中。",
    ),
    "pictures.tree.part": ("Part of the differences in {outcome}", "占{outcome}差异的比例"),
    "pictures.tree.stated": ("Stated (0–10)", "自述（0–10）"),
    "pictures.curve.trap": (
        "The trap: from {one} to {other}, more satisfaction brings no more loyalty",
        "陷阱：满意度从 {one} 升到 {other}，忠诚没有提高",
    ),
    "pictures.curve.ceiling": (
        "From {one} to {other} loyalty is near the most it can be, so no rise can show",
        "满意度从 {one} 到 {other}，忠诚已接近上限，无从再升",
    ),
    "pictures.curve.rises": (
        "Loyalty rises with satisfaction, from {low} to {high}",
        "忠诚随满意度上升，从 {low} 到 {high}",
    ),
    "pictures.curve.same": (
        "More satisfied customers are not more loyal: {low} at the bottom, {high} at the top",
        "更满意的客户并不更忠诚：最低段 {low}，最高段 {high}",
    ),
    "pictures.curve.alone": (
        "Only at {band} did enough answer: there is nothing to compare with",
        "只有 {band} 一段的回答足够：无从比较",
    ),
    "pictures.curve.summary_share": (
        "Share that stayed, by satisfaction, with 95% intervals. {n} respondents.",
        "各满意度段留下的占比及 95% 区间。{n} 位受访者。",
    ),
    "pictures.curve.summary_mean": (
        "Mean intention by satisfaction, with 95% intervals. {n} respondents.",
        "各满意度段的平均意愿及 95% 区间。{n} 位受访者。",
    ),
    "pictures.curve.stayed": ("Stayed", "留下的占比"),
    "pictures.curve.intention": ("Intention", "意愿"),
    "pictures.curve.satisfaction": ("Satisfaction", "满意度"),
    "pictures.curve.people": ("Respondents", "人数"),
    "pictures.curve.loyalty": ("Loyalty", "忠诚"),
    "pictures.penalty.trap": (
        "Taken for granted: {names}. To do more than is expected there is the trap",
        "理所当然的是{names}：在那里做得超出期望就是陷阱",
    ),
    "pictures.penalty.none": ("Nothing is shown to be taken for granted", "没有哪一项被证明是理所当然的"),
    "pictures.penalty.summary": (
        "What a point below expectation costs, against what a point above brings; the cross is the 95% interval. "
        "Under the diagonal falling short costs more than exceeding brings. {n} respondents.",
        "低于期望每一分的代价，对高于期望每一分的收获；十字为 95% 区间。对角线以下：代价大于收获。{n} 位受访者。",
    ),
    "pictures.penalty.x": ("Penalty per point below", "低于期望每分的代价"),
    "pictures.penalty.y": ("Reward per point above", "高于期望每分的收获"),
    "pictures.penalty.kind": ("Kind", "类型"),
    "pictures.penalty.basic": ("Basic", "基本期望"),
    "pictures.penalty.latent": ("Latent", "潜在期望"),
    "pictures.penalty.performance": ("Performance", "绩效型"),
    "pictures.penalty.not_shown": ("Not shown", "未显示"),
    "pictures.kano.must": ("Must be there: {names}", "必须具备：{names}"),
    "pictures.kano.no_must": ("Nothing is shown to be a must", "没有哪一项被证明是必备的"),
    "pictures.kano.summary": (
        "To the right what dissatisfies when it is missing, upwards what satisfies when it is there; the cross is the 95% interval.",
        "越靠右，缺少时越不满；越靠上，具备时越满意。十字为 95% 区间。",
    ),
    "pictures.kano.worse": ("Dissatisfied without it", "缺少时不满"),
    "pictures.kano.better": ("Satisfied with it", "具备时满意"),
    "pictures.kano.attribute": ("Attribute", "属性"),
    "pictures.kano.category": ("Category", "类别"),
    "pictures.kano.attractive": ("Attractive", "魅力"),
    "pictures.kano.one_dimensional": ("One-dimensional", "期望（一维）"),
    "pictures.kano.must_be": ("Must-be", "必备"),
    "pictures.kano.indifferent": ("Indifferent", "无差异"),
    "pictures.kano.reverse": ("Reverse", "反向"),
    "pictures.kano.questionable": ("Questionable", "可疑"),
    "pictures.kano.mixed": ("Mixed", "混合"),
    "pictures.delivered.title": (
        "Customers get {value} and it costs them {cost}: {net} is delivered",
        "客户得到 {value}，付出 {cost}：让渡 {net}",
    ),
    "pictures.delivered.ahead": ("We deliver {lead} more than {name}", "我们比{name}多让渡 {lead}"),
    "pictures.delivered.behind": ("{name} delivers {lead} more than we do", "{name}比我们多让渡 {lead}"),
    "pictures.delivered.equal": ("We deliver as much as {name}", "我们与{name}让渡的价值相同"),
    "pictures.delivered.summary": (
        "Weight times score, each scored 0–10. Costs count against; what was not scored is left out and named.",
        "权重乘以评分（各 0–10）。成本为负；未评分的项目不计入，并已列出。",
    ),
    "pictures.delivered.nothing": ("Start", "起点"),
    "pictures.delivered.net": ("Delivered value", "让渡价值"),
    "pictures.delivered.us": ("Us", "我们"),
    "pictures.delivered.item": ("Item", "项目"),
    "pictures.delivered.adds": ("Adds", "增减"),
}
