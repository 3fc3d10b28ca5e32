"""Signing in: by name or e-mail, counted when it fails, and nothing opens without it."""

import pytest
from django.test import Client

from tests.web.conftest import PASSWORD

pytestmark = pytest.mark.django_db


def sign_in(client: Client, login: str, password: str):
    return client.post("/account/login/", {"login": login, "password": password})


@pytest.mark.parametrize("address", ["/", "/audit/", "/settings/", "/people/"])
def test_a_page_asks_a_stranger_to_sign_in(client, address):
    response = client.get(address)
    assert response.status_code == 302
    assert response["Location"].startswith("/account/login/")


def test_a_person_signs_in_by_name(client, person):
    person("manager")
    response = sign_in(client, "manager", PASSWORD)
    assert response.status_code == 302
    assert client.get("/audit/").status_code == 200


def test_a_person_signs_in_by_e_mail(client, person):
    user = person("manager")
    user.email = "manager@example.test"
    user.save()
    assert sign_in(client, "manager@example.test", PASSWORD).status_code == 302


def test_a_wrong_password_is_refused_and_what_was_typed_stays(client, person):
    person("manager")
    response = sign_in(client, "manager", "wrong")
    assert response.status_code == 200
    assert 'value="manager"' in response.content.decode()


def test_after_eight_failures_even_the_right_password_waits(client, person):
    person("manager")
    for _attempt in range(8):
        response = sign_in(client, "manager", "wrong")
    assert response.status_code == 429
    assert sign_in(client, "manager", PASSWORD).status_code == 429


def test_a_person_who_left_cannot_sign_in(client, person):
    user = person("rep")
    user.is_active = False
    user.save()
    sign_in(client, "rep", PASSWORD)
    assert client.get("/settings/").status_code == 302


def test_nobody_opens_an_account_alone(client):
    response = client.get("/account/signup/")
    assert b"password1" not in response.content


def test_signing_out_ends_the_session(signed_in):
    client = signed_in("manager")
    client.post("/account/logout/")
    assert client.get("/audit/").status_code == 302
