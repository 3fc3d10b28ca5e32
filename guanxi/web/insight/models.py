"""The tables of the insight room: the snapshots loaded, the current profile, and how people look at it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from guanxi.web.customers.models import Customer
from guanxi.web.insight.columns import add_measures


class Snapshot(models.Model):
    """A published snapshot that was loaded; the profile table holds the current one only."""

    snapshot_id = models.CharField(max_length=80, primary_key=True)
    as_of = models.DateField(db_index=True)
    published_at = models.DateTimeField(null=True)
    loaded_at = models.DateTimeField(auto_now_add=True)
    card = models.JSONField(default=dict)
    customers = models.IntegerField(default=0)
    pictures = models.JSONField(default=dict)  # chart data for those who see all, computed once
    is_current = models.BooleanField(default=False)

    class Meta:
        ordering = ["-as_of", "-loaded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"],
                condition=models.Q(is_current=True),
                name="insight_one_current_snapshot",
            )
        ]

    def __str__(self) -> str:
        return self.snapshot_id


@add_measures
class Profile(models.Model):
    """What is known of one customer in the current snapshot; the measures are those of `columns`.

    Name, city and owner are copies of the customer's, so that the list reads one table; the actions of
    both rooms keep them equal. The table is filled aside and changes places (`loading`), so nothing may
    point at it, and its indexes are made by `indexes`, not by migrations.
    """

    customer = models.OneToOneField(
        Customer, primary_key=True, on_delete=models.CASCADE, related_name="profile", db_constraint=False
    )
    name = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=120, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    recent_days = models.TextField(blank=True)  # last purchase days as days before as_of: "3,10,17"

    def __str__(self) -> str:
        return self.name or self.customer_id


class SavedView(models.Model):
    """A way of looking at the list: its filters, sort and columns, as the address says them."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=80)
    query = models.TextField(blank=True)
    shared = models.BooleanField(default=False)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ColumnChoice(models.Model):
    """The columns a person likes to see in the list."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="column_choice"
    )
    columns = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.user_id}"


class Selection(models.Model):
    """Customers picked on a picture, kept so that the list of them has an address."""

    key = models.CharField(max_length=40, unique=True)
    said_en = models.CharField(max_length=300)
    said_zh = models.CharField(max_length=300)
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.key


class ChosenCustomer(models.Model):
    """One customer of a selection; whether a person sees the customer is decided where the list is read."""

    selection = models.ForeignKey(Selection, on_delete=models.CASCADE, db_index=False)
    customer_id = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["selection", "customer_id"], name="insight_chosen_once")
        ]

    def __str__(self) -> str:
        return self.customer_id
