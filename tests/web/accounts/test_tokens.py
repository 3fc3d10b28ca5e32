"""A program's way in: shown once, kept as a hash, ended by its date, by its owner or with its owner."""

from datetime import timedelta

import pytest
from django.utils import timezone

from guanxi.errors import NotAllowed
from guanxi.web.accounts import actions
from guanxi.web.accounts.models import ApiToken

pytestmark = pytest.mark.django_db


def test_a_token_opens_what_its_owner_may(person):
    rep = person("rep")
    token = actions.make_token(rep, "sync").secret
    assert actions.user_of_token(token, at=timezone.now()) == rep


def test_only_a_hash_is_kept(person):
    token = actions.make_token(person("rep"), "sync").secret
    kept = str(list(ApiToken.objects.values()))
    assert token not in kept and token[:10] in kept


def test_a_wrong_token_opens_nothing(person):
    token = actions.make_token(person("rep"), "sync").secret
    assert actions.user_of_token(token[:-1], at=timezone.now()) is None


def test_a_token_ends_on_its_day(person):
    token = actions.make_token(person("rep"), "sync", days=30).secret
    now = timezone.now()
    assert actions.user_of_token(token, at=now + timedelta(days=29))
    assert actions.user_of_token(token, at=now + timedelta(days=31)) is None


def test_a_revoked_token_opens_nothing(person):
    rep = person("rep")
    token = actions.make_token(rep, "sync")
    actions.revoke_token(rep, token)
    assert actions.user_of_token(token.secret, at=timezone.now()) is None


def test_nobody_revokes_anothers_token_but_a_manager(person):
    token = actions.make_token(person("rep"), "sync")
    with pytest.raises(NotAllowed):
        actions.revoke_token(person("analyst"), token)
    assert actions.revoke_token(person("manager"), token).revoked_at


def test_tokens_end_with_their_owners_account(person):
    rep = person("rep")
    token = actions.make_token(rep, "sync").secret
    actions.set_active(person("manager"), rep, False)
    assert actions.user_of_token(token, at=timezone.now()) is None


def test_a_use_is_written_once_a_day(person, django_assert_max_num_queries):
    token = actions.make_token(person("rep"), "sync").secret
    now = timezone.now()
    actions.user_of_token(token, at=now)
    with django_assert_max_num_queries(1):
        actions.user_of_token(token, at=now)


def test_a_token_is_shown_on_the_page_that_makes_it_and_never_after(signed_in):
    client = signed_in("rep")
    page = client.post("/settings/tokens/", {"name": "sync", "days": "30", "request_id": "r-1"})
    token = page.content.decode().split('class="gx-secret">')[1].split("<")[0]
    assert actions.user_of_token(token, at=timezone.now()) == client.user
    assert token not in client.get("/settings/").content.decode()
    assert (
        token
        not in client.post(
            "/settings/tokens/", {"name": "sync", "days": "30", "request_id": "r-1"}
        ).content.decode()
    )


def test_a_viewer_has_no_tokens(signed_in):
    client = signed_in("viewer")
    assert client.post("/settings/tokens/", {"name": "sync", "days": "30"}).status_code == 403
    assert "tokens" not in client.get("/settings/").content.decode()
