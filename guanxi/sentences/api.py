"""Sentences of the API."""

SENTENCES = {
    "api.not_signed_in": (
        "This needs a token: send it as “Authorization: Bearer …”. Make one under My settings.",
        "需要访问令牌：请以 “Authorization: Bearer …” 发送。可在“我的设置”中创建。",
    ),
    "api.invalid": (
        "The request cannot be used as it is: {wrong}.",
        "请求内容无法使用：{wrong}。",
    ),
    "api.no_such_address": ("There is nothing at {path}.", "{path} 处没有内容。"),
    "api.csrf": (
        "A write from a browser needs the page's CSRF token; a program uses a token instead.",
        "从浏览器写入需要页面的 CSRF 令牌；程序请改用访问令牌。",
    ),
    "api.too_many": (
        "Too many requests for now. Wait a minute, then go on.",
        "请求过于频繁，请稍等一分钟再继续。",
    ),
    "api.refused": ("The request was refused: {why}.", "请求被拒绝：{why}。"),
    "api.unreadable_filter": (
        "These filters cannot be read: {filters}. Their names and values are documented at /api/docs/.",
        "这些筛选条件无法识别：{filters}。可用的名称和取值见 /api/docs/。",
    ),
}
