"""What a text is written in does not depend on where the blocks it is read in begin and end."""

import pytest

from guanxi.sources import encodings

TEXTS = {
    "plain": b"a,b\n1,2\n",
    "lone returns": b"a,b\r1,2\r",
    "windows": b"a,b\r\n1,2\r\n",
    "quoted": b'a,b\n"1",2\n',
    "chinese": "客户,金额\n王伟,12\n".encode(),
    "chinese at the end": "a,b\nx,茶".encode(),
    "cut off": "a,b\nx,茶".encode()[:-1],
    "latin": b"a,b\nx,1\nM\xfcller,2\n",
    "latin after chinese": "王,1\n李,2\n".encode() + b"M\xfcller,3\n",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_text_is_proven_to_be_utf8_block_by_block_as_at_once(tmp_path, monkeypatch, text):
    path = tmp_path / "text.csv"
    path.write_bytes(text)
    whole = encodings._proven_utf8(path, 0)
    for block in (1, 2, 3, 5):
        monkeypatch.setattr(encodings, "BLOCK", block)
        assert encodings._proven_utf8(path, 0) == whole


@pytest.mark.parametrize("block", [1, 3, 1000])
def test_the_line_that_is_not_utf8_is_named(tmp_path, monkeypatch, block):
    path = tmp_path / "text.csv"
    path.write_bytes(TEXTS["latin after chinese"])
    monkeypatch.setattr(encodings, "BLOCK", block)
    assert encodings._proven_utf8(path, 0) == (None, 3)
