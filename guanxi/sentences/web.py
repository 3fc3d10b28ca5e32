"""Sentences of the web's kit and accounts."""

SENTENCES = {
    "kit.request_repeated": (
        "This request was already carried out with other values ({action}). Load the page again.",
        "同一请求已用不同内容执行过（{action}）。请重新载入页面。",
    ),
    "accounts.unknown_choice": (
        "There is no {what} called {asked}.",
        "没有名为 {asked} 的选项（{what}）。",
    ),
    "accounts.weak_password": ("This password is too easy to guess. {why}", "这个密码太容易被猜到。{why}"),
    "accounts.wrong_password": (
        "That is not your present password. Nothing was changed.",
        "当前密码不正确，未作任何修改。",
    ),
    "accounts.name_taken": (
        "Somebody is already called {name} here. Choose another name.",
        "{name} 已有人使用，请换一个。",
    ),
    "accounts.last_owner": (
        "This is the last owner. Make somebody else an owner first.",
        "这是最后一位所有者。请先把另一人设为所有者。",
    ),
}
