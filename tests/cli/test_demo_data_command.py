"""`guanxi demo-data` loads a firm once and says whose facts they are."""

import pytest

from guanxi.cli import main
from guanxi.facts.firm import read_firm
from guanxi.facts.store import Store


@pytest.fixture
def store(tmp_path):
    return tmp_path / "store"


def test_it_loads_the_trader_and_says_that_it_is_synthetic(store, capsys):
    assert main(["demo-data", "--firm", "trader", "--store", str(store)]) == 0
    said = capsys.readouterr().out
    assert "Synthetic chemicals trader" in said and "fixed seed" in said
    assert read_firm(Store(store)).synthetic
    assert "1,000" in said


def test_it_says_the_same_in_chinese_and_the_second_time(store, capsys):
    for _ in range(2):
        assert main(["--lang", "zh-hans", "demo-data", "--firm", "trader", "--store", str(store)]) == 0
    said = capsys.readouterr().out
    assert said.count("合成化工贸易商（虚构）") == 2
    assert Store(store).version("purchases") == 0


def test_a_store_of_another_firm_is_left_alone(store, capsys):
    main(["demo-data", "--firm", "trader", "--store", str(store)])
    assert main(["demo-data", "--firm", "grocer", "--store", str(store)]) == 2
    assert "a store of its own" in capsys.readouterr().err
    assert Store(store).state("purchases").first_on.year == 2024


def test_a_firm_that_nobody_knows_is_refused(store, capsys):
    assert main(["demo-data", "--firm", "bakery", "--store", str(store)]) == 2
    assert "grocer, trader" in capsys.readouterr().err
    assert not store.exists()
