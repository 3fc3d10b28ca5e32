"""Sentences of merged customers."""

SENTENCES = {
    "identities.already_merged": (
        "These ids are one customer already; nothing was changed.",
        "这些编号已经是同一位客户，没有做任何更改。",
    ),
}
