"""The tables of the kit room: who changed what."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class AuditEntry(models.Model):
    """One action that was carried out; written by `@action` in the action's own transaction."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    who = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=80, db_index=True)  # "followups.log_call"
    object_type = models.CharField(max_length=80, blank=True)  # "followups.followup"
    object_id = models.CharField(max_length=80, blank=True)
    facts = models.JSONField(default=dict)
    request_id = models.CharField(max_length=80, null=True)
    result = models.JSONField(null=True)  # only with a request id: what a repetition returns

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["who", "action", "request_id"], name="kit_one_result_per_request")
        ]
        indexes = [models.Index(fields=["object_type", "object_id", "-at"])]
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.action} {self.object_type}:{self.object_id}"
