"""Sentences of the command that serves the application."""

SENTENCES = {
    "cli.help.serve": (
        "Serve the application and its job worker.",
        "启动网页应用和后台任务。",
    ),
    "cli.serve.host": ("The address to listen on.", "监听的地址。"),
    "cli.serve.port": ("The port to listen on.", "监听的端口。"),
    "cli.serve.first_owner": (
        "Nobody can sign in yet. Open this once, within three days, to be the owner: {link}",
        "还没有人可以登录。请在三天内打开此链接（仅一次有效）成为所有者：{link}",
    ),
    "cli.serve.ready": (
        "guanxi is at {address} (Ctrl-C stops it)",
        "guanxi 已启动：{address}（按 Ctrl-C 停止）",
    ),
    "serve.port_taken": (
        "Port {port} is in use by another program: choose another, for example {other}.",
        "端口 {port} 已被其他程序占用，请换一个，例如 {other}。",
    ),
    "serve.part_stopped": (
        "The part that runs the {part} ended by itself (exit code {code_of_exit}); its own message is above.",
        "运行 {part} 的进程自行退出了（退出码 {code_of_exit}），原因见上方信息。",
    ),
}
