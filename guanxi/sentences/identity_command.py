"""Sentences of `guanxi identity` and `guanxi merge`."""

SENTENCES = {
    "cli.help.identity": ("Which customers are one.", "找出其实是同一位的客户。"),
    "cli.help.merge": ("Make two ids one customer.", "把两个编号合并为一位客户。"),
    "cli.identity.threshold": (
        "The match probability from which on a pair is proposed.",
        "匹配概率不低于该值的客户对才会提出。",
    ),
    "cli.identity.accept_above": (
        "Merge every pair from this probability on, as one change.",
        "把概率不低于该值的客户对全部合并，作为一次变更。",
    ),
    "cli.identity.out": ("Write the pairs to this CSV file.", "把客户对写入这个 CSV 文件。"),
    "cli.identity.no_probability": (
        "{asked} is no probability between 0 and 1, such as 0.99.",
        "{asked} 不是 0 与 1 之间的概率，例如 0.99。",
    ),
    "cli.identity.found": (
        "{customers} customers compared; {pairs} pairs are probably one customer each.",
        "共比较 {customers} 位客户，{pairs} 对很可能各是同一位。",
    ),
    "cli.identity.pair": (
        "{probability}  {left_id} {left_name} = {right_id} {right_name}  ({evidence})",
        "概率 {probability}  {left_id} {left_name} = {right_id} {right_name}（{evidence}）",
    ),
    "cli.identity.more": (
        "and {pairs} more; --out FILE writes them all.",
        "另有 {pairs} 对；用 --out 文件 可全部写出。",
    ),
    "cli.identity.accepted": (
        "{ids} ids belong to another customer now. Figures follow with the next turn.",
        "{ids} 个编号已归入其他客户，各项数字在下一轮之后更新。",
    ),
    "cli.identity.none_accepted": (
        "No pair at {least} or surer could be merged; nothing was changed.",
        "没有概率不低于 {least}、可以合并的客户对，没有做任何更改。",
    ),
    "cli.identity.left_out": (
        "{pairs} pairs were left: they would bring two together who were found to be two.",
        "{pairs} 对没有合并：合并后会把已认定为不同的客户连在一起。",
    ),
    "cli.merge.one": ("The id of a customer.", "一位客户的编号。"),
    "cli.merge.other": ("Another id of the same customer.", "同一位客户的另一个编号。"),
    "cli.merge.done": (
        "{merged} is {stays} now. Figures follow with the next turn.",
        "{merged} 现已归入 {stays}，各项数字在下一轮之后更新。",
    ),
    "cli.merge.undo": ("To take it back: guanxi undo {change}", "如需撤销：guanxi undo {change}"),
}
