"""Sentences of merged customers."""

SENTENCES = {
    "identities.already_merged": (
        "These ids are one customer already; nothing was changed.",
        "这些编号已经是同一位客户，没有做任何更改。",
    ),
    "identities.same_id": (
        "{asked} was given twice; two different ids can be one customer.",
        "{asked} 给了两次；只有两个不同的编号才能合并。",
    ),
    "identities.kept_apart": (
        "{left} and {right} cannot be brought together: somebody found that two of the customers involved are two. "
        "Take that decision back first.",
        "{left} 与 {right} 不能合并：其中有两位已被认定为不同的客户，请先撤回那个决定。",
    ),
}
