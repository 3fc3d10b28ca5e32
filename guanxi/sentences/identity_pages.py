"""Sentences of the pages about customers under several ids."""

SENTENCES = {
    "identity.no_customers": (
        "There are no customers to compare. Import a table of customers first.",
        "还没有可比较的客户，请先导入客户表。",
    ),
    "identity.nothing_to_compare": (
        "{customers} customers are known by their id only. Import a table with names, phones or e-mails to compare them.",
        "{customers} 位客户只有编号。请导入带姓名、电话或邮箱的客户表，再来比较。",
    ),
    "identity.already_looking": (
        "Customers have been compared or merged since {since}; wait until that is through.",
        "自 {since} 起正在比较或合并客户，请等它完成。",
    ),
    "identity.nothing_that_sure": (
        "No pair at {percent} % or surer can be accepted.",
        "没有把握在 {percent}% 及以上、可以接受的客户对。",
    ),
    "identity.is_one_already": (
        "{left} and {right} are one customer already. Separate them first.",
        "{left} 与 {right} 已经是同一位客户，请先拆开。",
    ),
    "identity.unexpected": (
        "Something went wrong that nobody foresaw ({reference}); the log says more. Nothing was half done: try again.",
        "出现了没有预料到的问题（{reference}），详情见日志。没有只做一半的更改，请再试一次。",
    ),
    "identity.worker_lost": (
        "The worker gave its last sign of life at {beat_at} and was given up. Try again.",
        "后台进程最后一次响应是在 {beat_at}，任务已放弃，请再试一次。",
    ),
}
