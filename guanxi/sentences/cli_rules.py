"""Sentences of `guanxi rules`."""

SENTENCES = {
    "cli.help.rules": (
        "Which lines are not sales: show the rules, try them on what is held, apply them.",
        "哪些明细不算销售：查看规则、试运行、应用到已有数据。",
    ),
    "cli.rules.set": (
        "A set that comes with guanxi (general, online_retail, tmall) or a .json file, instead of the rules kept.",
        "改用自带的规则集（general、online_retail、tmall）或一个 .json 文件，而不是已保存的规则。",
    ),
    "cli.rules.show": (
        "The rules in their order, in words; --json to edit them.",
        "按顺序用文字列出规则；加 --json 可供编辑。",
    ),
    "cli.rules.try": (
        "What they would say of the purchases held; nothing is written.",
        "看它们会怎样判定已有的购买数据，不写入。",
    ),
    "cli.rules.apply": (
        "Say of every purchase held what it is, as one change that can be taken back; rules given by --set are kept.",
        "重新判定每条已有的购买明细，作为一次可撤销的变更；用 --set 指定的规则会保存下来。",
    ),
    "cli.rules.title": (
        "{name}: {count} rules, version {version}. The first that fits a line decides.",
        "{name}：{count} 条规则，版本 {version}。第一条相符的规则说了算。",
    ),
    "cli.rules.line": ("{n:>3}. {name} -> {outcome}", "第 {n} 条：{name} -> {outcome}"),
    "cli.rules.line_off": ("{n:>3}. (off) {name} -> {outcome}", "第 {n} 条（停用）：{name} -> {outcome}"),
    "cli.rules.moved": (
        "{was} -> {becomes}: {lines} lines of {orders} orders, {amount}.",
        "{was} -> {becomes}：{orders} 个订单的 {lines} 条明细，金额 {amount}。",
    ),
    "cli.rules.nothing_moves": (
        "Every line held is that already: applying these rules changes nothing.",
        "每条已有明细本来就是如此：应用这些规则不会有任何变化。",
    ),
    "cli.rules.net": (
        "Net revenue is {before} as it is held, {after} with these rules.",
        "净收入现为 {before}，用这些规则后为 {after}。",
    ),
    "cli.rules.sample": (
        "From a sample: one order in {one_in}, {lines} lines.",
        "以上来自抽样：每 {one_in} 个订单取 1 个，共 {lines} 条明细。",
    ),
    "cli.rules.same": (
        "Nothing changed: all {rows} lines are that already.",
        "没有变化：全部 {rows} 条明细本来就是如此。",
    ),
    "cli.rules.done": (
        "{rows} of {read} lines are something else now, or linked otherwise.",
        "{read} 条明细中有 {rows} 条的性质或关联发生了变化。",
    ),
}
