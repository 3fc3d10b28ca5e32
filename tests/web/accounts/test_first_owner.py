"""A new application has one way in: a link to become its owner, while nobody can sign in."""

from __future__ import annotations

import pytest
from django.utils import timezone

from guanxi.web.accounts.actions import ensure_first_owner
from guanxi.web.accounts.models import User
from guanxi.web.accounts.queries import nobody_can_sign_in, welcome_link
from guanxi.web.accounts.roles import Role
from guanxi.web.kit.actions import SYSTEM

pytestmark = pytest.mark.django_db
CHOSEN = {"new_password": "a-long-walk-home-27"}


def test_the_first_owner_chooses_a_password_and_the_way_in_is_closed(client):
    assert nobody_can_sign_in()
    owner = ensure_first_owner(SYSTEM)
    assert (owner.role, ensure_first_owner(SYSTEM)) == (Role.OWNER, owner), "asked again it is the same"
    assert nobody_can_sign_in(), "until a password is chosen"
    link = welcome_link(owner)
    answer = client.post(link, CHOSEN, follow=True)
    assert answer.status_code == 200 and not nobody_can_sign_in()
    assert User.objects.get(username="owner").check_password(CHOSEN["new_password"])
    assert "Choose your password" not in client.get(link).content.decode()


def test_who_signs_in_without_a_password_counts(person):
    User.objects.all().delete()
    User.objects.create(username="sso", role=Role.REP, password="!x", last_login=timezone.now())
    assert not nobody_can_sign_in()
