"""The tables of the accounts room: people and the tokens of their programs."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guanxi.web.accounts.roles import Role, allows


class Appearance(models.TextChoices):
    AUTO = "auto", _("As my device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class People(BaseUserManager["User"]):
    """How Django's own commands make accounts; the application uses `accounts.actions`."""

    def create_user(self, username: str, email: str = "", password: str | None = None, **fields) -> User:
        user = self.model(username=username, email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, email: str = "", password: str | None = None, **fields) -> User:
        return self.create_user(username, email, password, role=Role.OWNER, **fields)


class User(AbstractBaseUser):
    """A person who signs in. What the person may do follows from the role alone."""

    username = models.CharField(_("user name"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.VIEWER)
    language = models.CharField(_("language"), max_length=10, blank=True)  # empty: as the browser asks
    appearance = models.CharField(
        _("appearance"), max_length=5, choices=Appearance.choices, default=Appearance.AUTO
    )
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)

    objects = People()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["email"]

    class Meta:
        ordering = ["username"]

    def __str__(self) -> str:
        return self.name or self.username

    def can(self, permission: str) -> bool:
        return self.is_active and allows(self.role, permission)

    # The stock admin asks in its own words; it is for owners only.
    @property
    def is_staff(self) -> bool:
        return self.is_active and self.role == Role.OWNER

    @property
    def is_superuser(self) -> bool:
        return self.is_staff

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_staff

    def get_full_name(self) -> str:
        return self.name or self.username

    def get_short_name(self) -> str:
        return self.name or self.username


class ApiToken(models.Model):
    """A program's way in, as the person who made it. Only a hash is kept; the token is shown once."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12)  # enough to recognise it in a list
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)

    secret: str | None = None  # the token itself, only in the moment it is made

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    def is_valid(self, *, at) -> bool:
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > at)
