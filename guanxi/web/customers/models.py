"""The tables of the customers room: who the customers are, and what people noted about them."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Customer(models.Model):
    """One customer, by the id the facts use. No owner means the customer is in the pool (公海).

    assigned_at   set once somebody decided about the owner here; from then on no import changes it
    merged_into   the customer this id was found to be; its facts, notes and tasks are that customer's
    findable, pinyin, initials   the forms a customer is found by (findable.py); "" until they are worked out
    """

    customer_id = models.CharField(max_length=80, primary_key=True)
    name = models.CharField(max_length=200, blank=True, db_index=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="customers"
    )
    assigned_at = models.DateTimeField(null=True)
    city = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    email = models.CharField(max_length=200, blank=True)
    attributes = models.JSONField(default=dict)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="also_known_as"
    )
    findable = models.TextField(blank=True)
    pinyin = models.CharField(max_length=400, blank=True, db_index=True)
    initials = models.CharField(max_length=80, blank=True, db_index=True)

    def __str__(self) -> str:
        return self.name or self.customer_id


class Note(models.Model):
    """Something a person wrote down about a customer; a withdrawn note is kept, and not shown.

    came_from   the id it was written under, where that was found to be this customer's (merged.py)
    """

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    text = models.TextField()
    at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    came_from = models.CharField(max_length=80, blank=True, db_index=True)

    class Meta:
        indexes = [models.Index(fields=["customer", "-at"])]
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.at:%Y-%m-%d}"


class OwnerChange(models.Model):
    """One hand-over of one customer: kept so that it can be undone."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    batch = models.CharField(max_length=32, db_index=True)  # the hand-overs of one action, undone together
    before = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    after = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["customer", "-at"])]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.before_id} -> {self.after_id}"
