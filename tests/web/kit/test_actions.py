"""Actions: one transaction, one permission check, one audit entry, and a request repeated changes nothing."""

from importlib import import_module
from inspect import getmembers, isfunction

import pytest
from django.apps import apps

from guanxi.errors import Conflict, NotAllowed
from guanxi.web.accounts.actions import invite, make_token
from guanxi.web.accounts.models import ApiToken, User
from guanxi.web.accounts.roles import PERMISSIONS
from guanxi.web.kit.actions import SYSTEM, action
from guanxi.web.kit.models import AuditEntry
from guanxi.web.kit.records import facts_of

ROOMS = [config for config in apps.get_app_configs() if config.name.startswith("guanxi.web.")]


def rooms_actions():
    """Every public function of every room's actions.py."""
    for room in ROOMS:
        try:
            module = import_module(f"{room.name}.actions")
        except ModuleNotFoundError:
            continue
        for name, function in getmembers(module, isfunction):
            if function.__module__ == module.__name__ and not name.startswith("_"):
                yield pytest.param(function, id=f"{room.label}.{name}")


PLAIN = {"action", "unrecorded", "digest"}  # kit's own decorators; the hash of a token


@pytest.mark.parametrize("function", list(rooms_actions()))
def test_what_stands_in_actions_is_audited_by_construction(function):
    if function.__name__ in PLAIN or getattr(function, "unrecorded", ""):
        return
    assert hasattr(function, "action_name"), "decorate it with @action, or say @unrecorded why"
    assert function.permission in PERMISSIONS


@pytest.mark.django_db
def test_an_action_leaves_one_entry_that_says_who_did_what(person):
    owner = person("owner")
    AuditEntry.objects.all().delete()
    made = invite(owner, "second", name="Second", role="rep")
    entry = AuditEntry.objects.get()
    assert (entry.who, entry.action) == (owner, "accounts.invite")
    assert (entry.object_type, entry.object_id) == ("accounts.user", str(made.pk))
    assert entry.facts == {"username": "second", "name": "Second", "role": "rep"}


@pytest.mark.django_db
def test_a_refused_action_changes_nothing_and_leaves_no_entry(person):
    rep = person("rep")
    before = AuditEntry.objects.count()
    with pytest.raises(NotAllowed):
        invite(rep, "second")
    assert AuditEntry.objects.count() == before
    assert not User.objects.filter(username="second").exists()


@pytest.mark.django_db
def test_an_action_that_fails_half_way_is_undone_whole():
    @action("accounts.invite")
    def half(by, username):
        User.objects.create(username=username)
        raise Conflict

    with pytest.raises(Conflict):
        half(SYSTEM, "second")
    assert not User.objects.exists() and not AuditEntry.objects.exists()


@pytest.mark.django_db
def test_a_repeated_request_returns_the_first_result_and_changes_nothing(person):
    owner = person("owner")
    first = invite(owner, "second", role="rep", request_id="r-1")
    again = invite(owner, "second", role="rep", request_id="r-1")
    assert again == first
    assert AuditEntry.objects.filter(action="accounts.invite").count() == 1


@pytest.mark.django_db
def test_one_request_id_with_other_values_is_a_conflict(person):
    owner = person("owner")
    invite(owner, "second", request_id="r-1")
    with pytest.raises(Conflict) as refused:
        invite(owner, "third", request_id="r-1")
    assert refused.value.code == "kit.request_repeated"
    assert not User.objects.filter(username="third").exists()


@pytest.mark.django_db
def test_two_people_may_use_the_same_request_id(person):
    one, two = person("owner"), person("manager")
    assert make_token(one, "a", request_id="same") != make_token(two, "a", request_id="same")
    assert ApiToken.objects.count() == 2


@pytest.mark.django_db
def test_a_token_made_again_does_not_show_its_secret_again(person):
    owner = person("owner")
    assert make_token(owner, "a", request_id="r").secret
    assert make_token(owner, "a", request_id="r").secret is None


def test_secrets_and_long_values_are_not_kept():
    kept = facts_of({"new_password": "abc", "api_token": "x", "note": "n" * 900, "several": list(range(600))})
    assert kept["new_password"] == kept["api_token"] == "•••"
    assert kept["note"].endswith("… (900)") and len(kept["note"]) < 520
    assert kept["several"][-1] == "… (600)"


@pytest.mark.django_db
def test_no_entry_holds_a_password(person):
    person("owner")
    assert "a-long-enough-password" not in str(list(AuditEntry.objects.values()))
