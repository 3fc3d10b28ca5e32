"""`guanxi lifetime --model life-stage`: the four homes as a table, JSON and TOML."""

from __future__ import annotations

import json

import pytest

from guanxi.knowledge.life_stages import FOUR_HOMES, life_value

TABLE = """stage,probability,price,margin,age,years after,spread
first home,70%,"1,000,000",12%,29,,4
first move,50%,"1,800,000",12%,,8,3
second move,35%,"2,600,000",12%,,10,4
retirement home,20%,"1,500,000",12%,62,,5
"""
TOML = "discount = 0.05\n" + "".join(
    f'[[stages]]\nname = "{s.name}"\nprobability = {s.probability}\namount = {s.amount}\n'
    f"margin = {s.margin}\nspread = {s.spread}\n{'age' if s.age is not None else 'after'} = {s.years}\n"
    for s in FOUR_HOMES.stages
)


@pytest.fixture
def stages(guanxi, tmp_path):
    def run(text: str, *options, name: str = "homes.csv"):
        (tmp_path / name).write_text(text, "utf-8")
        answer = guanxi("lifetime", tmp_path / name, "--model", "life-stage", *options, "--json")
        return json.loads(answer.said) if answer.code == 0 else answer.complaint

    return run


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (TABLE, "homes.csv"),
        (
            TABLE.replace(
                "stage,probability,price,margin,age,years after,spread",
                "阶段,概率,金额,利润率,年龄,间隔年数,差异",
            ),
            "h.csv",
        ),
        (TOML, "homes.toml"),
        (json.dumps(FOUR_HOMES.as_dict() | {"discount": 0.05}), "homes.json"),
    ],
    ids=["table", "chinese", "toml", "json"],
)
def test_a_schedule_in_any_shape_says_the_same(stages, text, name):
    found = stages(text, "--age", "35", "--stage", "first home,6", name=name)
    expected = life_value(FOUR_HOMES, age=35, done="first home", years_since=6, discount=0.05)
    assert (found["value"], found["low"], found["high"]) == pytest.approx(
        (expected.value, expected.low, expected.high)
    )
    assert [part["status"] for part in found["stages"]] == ["done", "ahead", "ahead", "ahead"]
    assert found["discount"] == 0.05


def test_the_same_in_words(guanxi, tmp_path):
    (tmp_path / "homes.csv").write_text(TABLE)
    said = guanxi("lifetime", tmp_path / "homes.csv", "--model", "life-stage", "--age", "25").said
    assert "Age 25" in said and "retirement home" in said and "90%" in said


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        (TABLE, (), "depends on the customer's age"),
        (TABLE, ("--age", "35", "--stage", "first home"), "depends on the customer's years_since"),
        (TABLE, ("--age", "35", "--stage", "castle,2"), "no stage called castle"),
        (TABLE, ("--age", "35", "--stage", "first home,long"), "is not a history"),
        (TABLE, ("--age", "nan"), "age: nan is not possible"),
        (TABLE, ("--age", "35", "--discount", "0"), "discount is 0"),
        (TABLE.replace("70%", "170%"), ("--age", "35"), "Stage first home, probability"),
        (TABLE.replace("70%", "likely"), ("--age", "35"), "row 1: a number is needed"),
        (TABLE.replace("70%", ""), ("--age", "35"), "Stage first home, probability"),
        (TABLE.replace("probability", "colour"), ("--age", "35"), "recognised as the probability"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(stages, text, options, said):
    assert said in stages(text, *options)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"stages": 3}', "cannot be read as stages"),
        ('{"homes": []}', "homes, which means nothing here"),
        ('{"stages": []}', "1 to 50 stages are needed"),
        ('{"stages": [], "discount": "low"}', "cannot be read as discount"),
    ],
)
def test_a_schedule_that_is_none_is_refused(stages, text, said):
    assert said in stages(text, "--age", "30", name="homes.json")
