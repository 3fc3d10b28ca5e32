"""Every visible string of every room has its Chinese, and one English never has two Chineses by chance."""

from collections import defaultdict

import pytest

from guanxi.web.kit import messages


@pytest.mark.parametrize("room", messages.rooms())
def test_every_visible_string_of_the_room_has_its_chinese(room):
    assert messages.untranslated(room) == []


def test_an_english_string_means_the_same_in_every_room():
    # Django puts all rooms into one catalogue: of two translations it would silently take one.
    said = defaultdict(set)
    for room in messages.rooms():
        for message in messages.read(room):
            if message.id and message.string:
                said[message.context, message.id].add(message.string)
    assert {key: sorted(map(str, both)) for key, both in said.items() if len(both) > 1} == {}


def test_strings_of_templates_and_of_python_are_found(tmp_path, monkeypatch):
    room = tmp_path / "room"
    (room / "templates").mkdir(parents=True)
    (room / "apps.py").write_text("from x import _\na = _('From Python')\nb = ngettext('one', 'many', 2)\n")
    (room / "templates" / "page.html").write_text(
        "{% trans 'From a template' %}"
        "{% blocktrans count n=n %}{{ n }} day{% plural %}{{ n }} days{% endblocktrans %}"
        "{% trans 'May' context 'month' %}"
    )
    monkeypatch.setattr(messages, "WEB", tmp_path)
    assert set(messages.untranslated("room")) == {"From Python", "one", "From a template", "%(n)s day", "May"}
