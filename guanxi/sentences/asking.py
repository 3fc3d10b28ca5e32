"""Sentences of asking: what is wrong with an answer, a link, an invitation."""

SENTENCES = {
    "asking.lacking": ("Please answer this one.", "请回答这一题。"),
    "asking.outside_scale": (
        "“{given}” is not on the scale from {low} to {high}. Please choose one of its steps.",
        "“{given}”不在 {low} 到 {high} 的范围内，请重新选择。",
    ),
    "asking.no_such_option": (
        "This answer is not one of those to choose from. Please choose again.",
        "这个选项不存在，请重新选择。",
    ),
    "asking.too_long": (
        "Your answer is longer than {most} characters. Please shorten it; all you typed is still here.",
        "回答超过了 {most} 个字，请缩短。您写的内容都还在。",
    ),
    "asking.not_asked": ("This question is not asked.", "没有问这一题。"),
    "asking.not_fit": (
        "The survey cannot be asked as it stands: {why} ({count} such places)",
        "问卷目前不能发布：{why}（共 {count} 处）",
    ),
    "asking.no_name": ("Give it a name, so that you know it again.", "请起个名字，方便以后辨认。"),
    "asking.no_mail": (
        "Nothing can be sent: no mail server is set up. Set GUANXI_SMTP_HOST and start the application again.",
        "无法发送：尚未设置邮件服务器。请设置 GUANXI_SMTP_HOST 后重启应用。",
    ),
    "asking.nobody_to_ask": (
        "Nobody is left to ask: all {left_out} customers of this choice are left out.",
        "没有可以邀请的客户：所选的 {left_out} 位客户都被排除了。",
    ),
    "asking.not_open": (
        "{survey} is closed and takes no answers, so nobody can be asked.",
        "“{survey}”已结束，不再接收回答，因此不能邀请。",
    ),
    "asking.bad_number": (
        "“{given}” is not usable here; it must be a whole number from {low} to {high}.",
        "“{given}”不能用在这里，请填 {low} 到 {high} 之间的整数。",
    ),
    "asking.too_long_file": (
        "The file has {bytes} bytes; at most {most} can be taken.",
        "文件有 {bytes} 字节，最多可接收 {most} 字节。",
    ),
    "asking.no_addresses": (
        "No e-mail address was found in the list. Give a CSV file with one address in each line.",
        "名单中没有找到邮箱地址。请提供每行一个地址的 CSV 文件。",
    ),
    "asking.no_such_invitation": ("There is no such invitation.", "没有这份邀请。"),
    "asking.unknown_event": (
        "Nobody can be asked after {asked}. Choose one of: {known}.",
        "无法在“{asked}”之后询问。请选择：{known}。",
    ),
}
