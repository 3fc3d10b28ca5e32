"""Who may do what, as the one table says and as the pages keep to it."""

import pytest

from guanxi.errors import Conflict, NotAllowed
from guanxi.web.accounts import actions, queries
from guanxi.web.accounts.models import User
from guanxi.web.accounts.roles import PERMISSIONS, Role, allows

# Written out a second time on purpose: a change of the table has to be meant.
MAY = {
    "owner": "manage_owners manage audit see_all assign export start overview said",
    "manager": "manage audit see_all assign export start overview said",
    "analyst": "see_all export start overview said",
    "rep": "export said",
    "agent": "see_all",
    "viewer": "see_all overview said",
}
NAMES = {
    "manage_owners": "accounts.manage_owners",
    "manage": "accounts.manage",
    "audit": "kit.audit",
    "see_all": "customers.see_all",
    "assign": "customers.assign",
    "export": "insight.export",
    "start": "turns.start",
    "overview": "overview.see",
    "said": "overview.see_said",
}


@pytest.mark.parametrize("role", MAY)
@pytest.mark.parametrize("short", NAMES)
def test_the_table_of_permissions_is_the_one_that_was_meant(role, short):
    assert allows(role, NAMES[short]) == (short in MAY[role].split())


@pytest.mark.parametrize("role", list(Role))
def test_everybody_may_see_customers_and_keep_own_settings(role):
    assert allows(role, "customers.see") and allows(role, "accounts.own_settings")


def test_a_permission_nobody_declared_is_a_mistake():
    with pytest.raises(KeyError):
        allows(Role.OWNER, "accounts.fly")


def test_permissions_are_named_room_and_what():
    assert all(name.count(".") == 1 for name in PERMISSIONS)


@pytest.mark.parametrize(
    ("role", "status"), [("owner", 200), ("manager", 200), ("analyst", 403), ("rep", 403)]
)
@pytest.mark.parametrize("address", ["/people/", "/audit/"])
def test_pages_keep_to_the_table(signed_in, role, status, address):
    assert signed_in(role).get(address).status_code == status


@pytest.mark.django_db
def test_a_person_who_left_may_do_nothing(person):
    user = person("owner")
    user.is_active = False
    assert not user.can("customers.see")


@pytest.mark.django_db
def test_a_manager_makes_no_owners_and_touches_none(person):
    manager, owner, rep = person("manager"), person("owner"), person("rep")
    for attempt in (
        lambda: actions.invite(manager, "second", role="owner"),
        lambda: actions.change_role(manager, rep, "owner"),
        lambda: actions.change_role(manager, owner, "rep"),
        lambda: actions.set_active(manager, owner, False),
    ):
        with pytest.raises(NotAllowed):
            attempt()


@pytest.mark.django_db
def test_the_last_owner_stays(person):
    owner = person("owner")
    with pytest.raises(Conflict):
        actions.change_role(owner, owner, "rep")
    with pytest.raises(Conflict):
        actions.set_active(owner, owner, False)
    actions.change_role(owner, person("rep"), "owner")
    actions.change_role(owner, owner, "rep")
    assert User.objects.get(role="owner").username == "rep"


@pytest.mark.django_db
def test_a_name_that_is_taken_is_refused_whatever_its_case(person):
    owner = person("owner")
    with pytest.raises(Conflict):
        actions.invite(owner, "OWNER")


@pytest.mark.django_db
def test_a_link_lets_the_invited_choose_a_password_once(client, person):
    user = actions.invite(person("owner"), "second", role="rep")
    link = queries.welcome_link(user)
    assert client.get(link).status_code == 200
    response = client.post(link, {"new_password": "a-very-good-one-7"})
    assert response.status_code == 302
    assert client.get("/settings/").status_code == 200
    client.post("/account/logout/")
    assert client.get(link).status_code == 410


@pytest.mark.django_db
def test_a_weak_first_password_is_refused_with_its_reason(client, person):
    user = actions.invite(person("owner"), "second", role="rep")
    response = client.post(queries.welcome_link(user), {"new_password": "password"})
    assert "too easy to guess" in response.content.decode()
    assert not User.objects.get(pk=user.pk).has_usable_password()
