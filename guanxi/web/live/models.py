"""The table of the live room: the addresses that shops send to."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Hook(models.Model):
    """One address for one shop. Its secret is kept sealed, and shown in the moment it is made alone.

    public_id         what its address ends in; nobody can guess it
    scheme, mapping   `guanxi.sources.webhooks`: how deliveries are signed, and what rows they become
    sealed_old_secret the secret before, which signs too until `old_secret_until`
    accepted, …       deliveries; a repeat is not counted again. wrong: deliveries with a wrong signature
    """

    public_id = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    preset = models.CharField(max_length=20)
    scheme = models.JSONField()
    mapping = models.JSONField()
    sealed_secret = models.TextField()
    sealed_old_secret = models.TextField(blank=True)
    old_secret_until = models.DateTimeField(null=True)
    is_on = models.BooleanField(default=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField()
    last_received_at = models.DateTimeField(null=True)
    last_wrong_at = models.DateTimeField(null=True)
    accepted = models.PositiveBigIntegerField(default=0)
    kept = models.PositiveBigIntegerField(default=0)
    wrong = models.PositiveBigIntegerField(default=0)

    secret: str | None = None  # the secret itself, only in the moment it is made

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def table(self) -> str:
        return self.mapping["table"]
