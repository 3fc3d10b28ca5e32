"""However a file is damaged, it is read with its rows counted, or refused in a sentence: it never crashes."""

import random

import pytest

from guanxi.errors import GuanxiError
from guanxi.sources.purchases import read_purchases
from tests.sources.order_lists import CHINESE, PLAIN, TODAY

BASES = {"plain": PLAIN.encode(), "utf-8": CHINESE.encode(), "gbk": CHINESE.encode("gbk")}


def cut_short(raw: bytes, chance: random.Random) -> bytes:
    return raw[: chance.randrange(len(raw))]


def another_encoding_from_here(raw: bytes, chance: random.Random) -> bytes:
    return raw[: chance.randrange(len(raw))] + CHINESE.encode(
        chance.choice(["gbk", "utf-8", "utf-16", "latin-1"]), "replace"
    )


def a_stray_quote(raw: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(raw))
    return raw[:at] + b'"' * chance.choice([1, 1, 2, 3]) + raw[at:]


def nul_bytes(raw: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(raw))
    return raw[:at] + b"\x00" * chance.choice([1, 2, 40]) + raw[at:]


def a_changed_byte(raw: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(raw))
    return raw[:at] + bytes([chance.randrange(256)]) + raw[at + 1 :]


def lines_in_disorder(raw: bytes, chance: random.Random) -> bytes:
    lines = raw.split(b"\n")
    chance.shuffle(lines)
    return b"\n".join(lines)


def more_and_fewer_fields(raw: bytes, chance: random.Random) -> bytes:
    lines = raw.split(b"\n")
    at = chance.randrange(len(lines))
    lines[at] = chance.choice([lines[at] + b",,x,y", lines[at].split(b",")[0], b";;;"])
    return b"\n".join(lines)


DAMAGES = (
    cut_short,
    another_encoding_from_here,
    a_stray_quote,
    nul_bytes,
    a_changed_byte,
    lines_in_disorder,
    more_and_fewer_fields,
)


@pytest.mark.parametrize("seed", range(210))
def test_a_damaged_file_is_counted_or_refused_in_a_sentence(tmp_path, seed):
    chance = random.Random(seed)
    raw = BASES[chance.choice(sorted(BASES))]
    for _ in range(chance.choice([1, 1, 2, 3])):
        raw = DAMAGES[seed % len(DAMAGES)](raw, chance) or b"\n"
    (tmp_path / "orders.csv").write_bytes(raw)
    try:
        found = read_purchases(tmp_path / "orders.csv", today=TODAY)
    except GuanxiError as refusal:
        assert "{" not in str(refusal) and refusal.code not in str(refusal)
    else:
        assert found.report.rows_kept + found.set_aside.height == found.report.rows_read
