"""Sentences of the follow-ups."""

SENTENCES = {
    "followups.closed": (
        "This follow-up was closed on {closed_on}. Reopen it first, then log the call.",
        "这项跟进已于 {closed_on} 结束。请先重新打开，再登记通话。",
    ),
    "followups.next_in_past": (
        "The next date {next_on} is not after today, {today}. Choose a later day.",
        "下次日期 {next_on} 不晚于今天（{today}），请另选一天。",
    ),
    "followups.not_open_again": (
        "A purchase ended this follow-up on {closed_on}. It cannot be reopened; a new lateness opens a new one.",
        "客户已于 {closed_on} 再次购买，这项跟进不能重新打开；再次逾期时会新建。",
    ),
    "followups.too_late_to_undo": (
        "This call was logged more than {minutes} minutes ago and is a fact by now. Log another call to correct it.",
        "这次通话登记已超过 {minutes} 分钟，已写入事实，不能撤销。请再登记一次以更正。",
    ),
    "followups.not_the_last_call": (
        "Something happened to this follow-up after the call. Undo that first.",
        "这次通话之后跟进又有变化，请先撤销后面的操作。",
    ),
    "followups.cannot_see_customer": (
        "{person} may not see this customer. Give them the customer first, then the follow-up.",
        "{person} 无权查看这位客户。请先把客户分给 TA，再转交跟进。",
    ),
    "followups.unknown_cause": (
        "There is no cause {cause} on the list. Choose one of: {known}.",
        "原因列表里没有 {cause}，可选：{known}。",
    ),
    "followups.no_business_date": (
        "There is no business date yet: run a turn first, then log calls.",
        "尚无业务日期。请先运行一次分析，再登记通话。",
    ),
    "followups.cause_needs_names": (
        "A cause needs a name in both languages.",
        "每个原因都要有中文和英文名称。",
    ),
}
