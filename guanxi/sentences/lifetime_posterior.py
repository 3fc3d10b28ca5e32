"""Sentences of what the data say of a lifetime model's parameters."""

SENTENCES = {
    "lifetime.no_posterior": (
        "There is no posterior for the model {model}: its parameters come without a range.",
        "模型 {model} 没有后验分布：它的参数不带区间。",
    ),
}
