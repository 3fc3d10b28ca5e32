"""Sentences about rules of lines: why a rule is refused, what the rules did, how revenue adds up."""

SENTENCES = {
    # refusals
    "rules.unknown_field": (
        "A rule asks for the field {asked}, which lines do not have. Fields are: {known}. For a column of the file, say "
        "column instead of field.",
        "规则中的字段 {asked} 不存在，可用字段：{known}。若是文件自己的列，请用 column 而不是 field。",
    ),
    "rules.unknown_kind": (
        "The rule {rule} makes lines a {asked}, which is no kind of line. Kinds are: {known}.",
        "规则 {rule} 的类型 {asked} 不存在，可用类型：{known}。",
    ),
    "rules.bad_pattern": (
        "The pattern {pattern} is no regular expression that guanxi can use: {why}. Look-around and back-references are not "
        "possible.",
        "{pattern} 不是可用的正则表达式：{why}。不支持环视和反向引用。",
    ),
    "rules.no_condition": (
        "The rule {rule} has no condition: it would catch every line. Give it at least one, in all or in any.",
        "规则 {rule} 没有条件，会命中所有明细。请在 all 或 any 中至少写一个条件。",
    ),
    "rules.one_test": (
        "A condition on {where} needs exactly one test; it has: {tests}. Write one condition for each test.",
        "对 {where} 的一个条件只能有一种判断，现在有：{tests}。请为每种判断各写一个条件。",
    ),
    "rules.one_place": (
        "A condition needs a field or a column of the file, and not both. Given: field {field}, column {column}.",
        "条件必须指定字段或文件的列，二者选一。目前：字段 {field}，列 {column}。",
    ),
    "rules.no_number": (
        "{field} is a text: it cannot be compared by {test}.",
        "{field} 是文本，不能用 {test} 比较。",
    ),
    "rules.no_text": (
        "{field} is a number: it cannot be tested by {test}. Use below, above, at_most, at_least or equals.",
        "{field} 是数字，不能用 {test} 判断。请用 below、above、at_most、at_least 或 equals。",
    ),
    "rules.twice": (
        "Two rules have the key {rule}. Give one of them another.",
        "有两条规则的键都是 {rule}，请改掉其中一个。",
    ),
    "rules.too_many": (
        "There are {rules} rules; at most {most} are possible. Join some of them with any.",
        "共有 {rules} 条规则，最多 {most} 条。请用 any 合并一部分。",
    ),
    "rules.unreadable": (
        "The rules cannot be read, at {where}: {why}.",
        "无法读取规则，位置 {where}：{why}。",
    ),
    "rules.unknown_set": (
        "There is no set of rules {asked}. Shipped are: {known}.",
        "没有名为 {asked} 的规则集，自带的有：{known}。",
    ),
    "rules.no_name": (
        "A rule needs a name, so that reports can speak of it.",
        "规则需要一个名称，报告中才好称呼。",
    ),
    "rules.no_value": (
        "A condition on {where} does not say what to compare with. Fill it in, or take the condition out.",
        "对“{where}”的条件没有写明与什么比较。请填写，或删掉这个条件。",
    ),
    "rules.not_a_number": (
        "{asked} is no number, but the condition on {where} compares numbers. Write it like 12.5.",
        "“{asked}”不是数字，而对“{where}”的条件要比较数字。请写成 12.5 这样。",
    ),
    "rules.no_file": (
        "No file of rules was given, or it is larger than {most} MB.",
        "没有选择规则文件，或文件大于 {most} MB。",
    ),
    # what the rules did
    "rules.caught": (
        "{name}: {lines:,} lines of {orders:,} orders are {kind}; they add {gross:,} to gross and {net:,} to net revenue.",
        "{name}：{orders:,} 个订单的 {lines:,} 条明细判为{kind}；毛收入计入 {gross:,}，净收入计入 {net:,}。",
    ),
    "rules.caught_left_out": (
        "{name}: {lines:,} lines of {orders:,} orders are {kind}; their {amount:,} are in no revenue.",
        "{name}：{orders:,} 个订单的 {lines:,} 条明细判为{kind}；其金额 {amount:,} 不计入收入。",
    ),
    "rules.caught_nothing": (
        "{name}: no line.",
        "{name}：没有命中任何明细。",
    ),
    "rules.held": (
        " It also holds for lines that an earlier rule decided: {lines:,} lines of {orders:,} orders, {amount:,}, in all.",
        "连同已由前面规则判定的明细，共符合 {orders:,} 个订单的 {lines:,} 条，金额 {amount:,}。",
    ),
    "rules.no_rule": ("No rule", "没有规则"),
    "rules.no_kind": ("nothing paid", "没有付款"),
    # from gross to net
    "rules.gross": (
        "Gross revenue is {gross:,}: {lines:,} lines above 0.",
        "毛收入为 {gross:,}：金额大于 0 的明细共 {lines:,} 条。",
    ),
    "rules.step": (
        "{kind}: {amount:,} in {lines:,} lines of {orders:,} orders.",
        "{kind}：{orders:,} 个订单的 {lines:,} 条明细，共 {amount:,}。",
    ),
    "rules.step_not_counted": (
        "In no revenue, {kind}: {amount:,} in {lines:,} lines of {orders:,} orders.",
        "不计入收入，{kind}：{orders:,} 个订单的 {lines:,} 条明细，共 {amount:,}。",
    ),
    "rules.net": (
        "Net revenue is {net:,}, from {lines:,} lines.",
        "净收入为 {net:,}，来自 {lines:,} 条明细。",
    ),
    "rules.without_customer": (
        "{lines:,} of {of:,} lines say no customer: they count in revenue ({amount:,}, {share:.1%}), in no customer's measures.",
        "{of:,} 条明细中有 {lines:,} 条没有客户：计入收入（{amount:,}，占 {share:.1%}），不计入任何客户的指标。",
    ),
    "rules.duplicates": (
        "{lines:,} lines repeat an earlier one in every column; they were kept and count in revenue.",
        "有 {lines:,} 条明细与前面某条完全相同；已保留并计入收入。",
    ),
    "rules.price_zero": (
        "{lines:,} lines have a price of 0 or less.",
        "有 {lines:,} 条明细的单价小于或等于 0。",
    ),
    "rules.rounded": (
        "{lines:,} amounts have more than six decimals and were added up rounded to six.",
        "有 {lines:,} 个金额超过六位小数，合计时按六位小数四舍五入。",
    ),
}
