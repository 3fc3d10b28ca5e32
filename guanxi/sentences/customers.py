"""Sentences about customers, who looks after them, and notes."""

SENTENCES = {
    "customers.owner_unknown": (
        "There is nobody here with the user name {asked}. Choose a person from the list.",
        "没有用户名为 {asked} 的同事，请从列表中选择。",
    ),
    "customers.not_in_pool": (
        "{name} is no longer in the pool: {owner} looks after this customer now.",
        "{name} 已不在公海：现由 {owner} 负责。",
    ),
    "customers.handed_over_since": (
        "{customers} of these customers, such as {name}, changed hands again since. Nothing was undone.",
        "其中 {customers} 位客户（如 {name}）之后又换了负责人，未做撤销。",
    ),
    "customers.note_empty": (
        "A note needs some words. Write what is worth remembering.",
        "备注还没写内容，请写下值得记住的事。",
    ),
}
