"""Writes of the accounts room."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import check_for_language

from guanxi.errors import BadInput, Conflict, NotAllowed
from guanxi.web.accounts.models import ApiToken, Appearance, User
from guanxi.web.accounts.roles import Role
from guanxi.web.kit.actions import action, unrecorded

TOKEN_MARK = "gx_"
PREFIX_LENGTH = 10
FIRST_OWNER = "owner"


class UnknownChoice(BadInput):
    code = "accounts.unknown_choice"


class WeakPassword(BadInput):
    code = "accounts.weak_password"


class WrongPassword(BadInput):
    code = "accounts.wrong_password"


class NameTaken(Conflict):
    code = "accounts.name_taken"


class LastOwner(Conflict):
    code = "accounts.last_owner"


# --- one's own settings -----------------------------------------------------------------------------


@action("accounts.choose_language", permission="accounts.own_settings")
def choose_language(by: User, language: str) -> User:
    if not check_for_language(language):
        raise UnknownChoice(what="language", asked=language)
    by.language = language
    by.save(update_fields=["language"])
    return by


@action("accounts.choose_appearance", permission="accounts.own_settings")
def choose_appearance(by: User, appearance: str) -> User:
    if appearance not in Appearance.values:
        raise UnknownChoice(what="appearance", asked=appearance)
    by.appearance = appearance
    by.save(update_fields=["appearance"])
    return by


@action("accounts.change_password", permission="accounts.own_settings")
def change_password(by: User, *, old_password: str, new_password: str) -> User:
    if not by.check_password(old_password):
        raise WrongPassword()
    _set_password(by, new_password)
    return by


@action("accounts.make_token", permission="accounts.own_tokens")
def make_token(by: User, name: str, *, days: int | None = 90) -> ApiToken:
    """A new way in for a program. The token itself is in `.secret` now and never again."""
    token = TOKEN_MARK + secrets.token_urlsafe(32)
    made = ApiToken.objects.create(
        user=by,
        name=name.strip() or "API",
        prefix=token[:PREFIX_LENGTH],
        digest=digest(token),
        expires_at=timezone.now() + timedelta(days=days) if days else None,
    )
    made.secret = token
    return made


@action("accounts.revoke_token", permission="accounts.own_tokens")
def revoke_token(by: User, token: ApiToken) -> ApiToken:
    if token.user_id != by.pk and not by.can("accounts.manage"):
        raise NotAllowed(what="accounts.revoke_token")
    token.revoked_at = token.revoked_at or timezone.now()
    token.save(update_fields=["revoked_at"])
    return token


def digest(token: str) -> str:
    """What is kept of a token: its 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


# --- people -----------------------------------------------------------------------------------------


@action("accounts.invite", permission="accounts.manage")
def invite(by, username: str, *, name: str = "", email: str = "", role: Role | str = Role.VIEWER) -> User:
    """A new person, who chooses a password through the link of `queries.welcome_link`."""
    _may_give(by, Role(role))
    username, email = username.strip(), email.strip()
    if User.objects.annotate(lower=Lower("username")).filter(lower=username.lower()).exists():
        raise NameTaken(name=username)
    if email and User.objects.filter(email__iexact=email).exists():
        raise NameTaken(name=email)
    return User.objects.create(
        username=username, name=name.strip(), email=email, role=Role(role), password=make_password(None)
    )


@action("accounts.change_role", permission="accounts.manage")
def change_role(by, user: User, role: Role | str) -> User:
    _may_give(by, Role(role))
    _may_give(by, Role(user.role))
    _keeps_an_owner(user, role=Role(role), active=user.is_active)
    user.role = Role(role)
    user.save(update_fields=["role"])
    return user


@action("accounts.set_active", permission="accounts.manage")
def set_active(by, user: User, active: bool) -> User:
    """Let a person in or out. Nothing of theirs is deleted: what they did stays on record."""
    _may_give(by, Role(user.role))
    _keeps_an_owner(user, role=Role(user.role), active=active)
    user.is_active = active
    user.save(update_fields=["is_active"])
    if not active:
        user.tokens.filter(revoked_at=None).update(revoked_at=timezone.now())
    return user


@action("accounts.set_first_password", permission="accounts.own_settings")
def set_first_password(by: User, new_password: str) -> User:
    """The invited person's own choice; the view has checked the link."""
    _set_password(by, new_password)
    return by


@action("accounts.ensure_account", permission="accounts.manage_owners")
def ensure_account(
    by, username: str, *, password: str, role: Role | str, name: str = "", language: str = ""
) -> User:
    """The account with this user name, made or brought to this state; a password that fits is kept."""
    user, _made = User.objects.get_or_create(username=username)
    user.role, user.name, user.language, user.is_active = Role(role), name, language, True
    if not user.check_password(password):
        user.set_password(password)
    user.save()
    return user


@action("accounts.ensure_first_owner", permission="accounts.manage_owners")
def ensure_first_owner(by) -> User:
    """The owner of an application where nobody can sign in yet, who chooses a password through a link."""
    user, _made = User.objects.get_or_create(
        username=FIRST_OWNER, defaults={"role": Role.OWNER, "password": make_password(None)}
    )
    return user


@action("accounts.note_use", permission="api.use")
def note_use(by: User, token: ApiToken, at: datetime) -> None:
    """Remember on which day a token was last used: one write a day, not one a request."""
    token.last_used_on = at.date()
    token.save(update_fields=["last_used_on"])


@unrecorded("who a token stands for is looked up; its use is written by note_use")
def user_of_token(token: str, *, at: datetime) -> User | None:
    """Who a program acts for, by the token it carries; None when the token opens nothing."""
    held = ApiToken.objects.select_related("user").filter(digest=digest(token)).first()
    if held is None or not held.is_valid(at=at) or not held.user.is_active:
        return None
    if held.last_used_on != at.date() and held.user.can("api.use"):
        note_use(held.user, held, at)
    return held.user


def _set_password(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as weak:
        raise WeakPassword(why=" ".join(weak.messages)) from None
    user.set_password(password)
    user.save(update_fields=["password"])


def _may_give(by, role: Role) -> None:
    if role == Role.OWNER and not by.can("accounts.manage_owners"):
        raise NotAllowed(what="accounts.manage_owners")


def _keeps_an_owner(user: User, *, role: Role, active: bool) -> None:
    """An installation without an owner could never be given one again."""
    if user.role != Role.OWNER or (role == Role.OWNER and active):
        return
    if not User.objects.filter(role=Role.OWNER, is_active=True).exclude(pk=user.pk).exists():
        raise LastOwner()
