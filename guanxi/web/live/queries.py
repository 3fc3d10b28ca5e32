"""What programs have sent, what waits, what was refused, and the addresses they send to."""

from __future__ import annotations

from datetime import datetime
from itertools import islice

from django.conf import settings
from django.db.models import QuerySet

from guanxi.errors import NotFound
from guanxi.facts import journal
from guanxi.facts.changes import Change, changes
from guanxi.facts.firm import read_firm
from guanxi.facts.refused_batches import LiveTable, RefusedBatch, live_tables, refused_batch, refused_batches
from guanxi.facts.store import Store
from guanxi.sources.webhooks import kept
from guanxi.sources.webhooks.delivery import Receiver
from guanxi.sources.webhooks.kept import KeptDelivery
from guanxi.sources.webhooks.mapping import Mapping
from guanxi.sources.webhooks.scheme import Scheme
from guanxi.web.live.models import Hook
from guanxi.web.live.refusals import NoSuchHook
from guanxi.web.live.sealing import unseal

TAKEN_SHOWN = 8


def store() -> Store:
    return Store(settings.GUANXI_STORE)


def firm_zone() -> str:
    """The zone whose days the facts are dated by."""
    firm = read_firm(store())
    return firm.time_zone if firm else settings.TIME_ZONE


def tables() -> list[LiveTable]:
    return live_tables(store())


def taken() -> list[Change]:
    """What the last turns took of what was sent, newest first."""
    live = (change for change in changes(store()) if change.kind == journal.KIND)
    return list(islice(live, TAKEN_SHOWN))


def refused() -> list[RefusedBatch]:
    return refused_batches(store())


def batch(table: str, name: str) -> RefusedBatch:
    return refused_batch(store(), table, name)


def hooks() -> QuerySet[Hook]:
    return Hook.objects.select_related("made_by")


def hook(pk: int) -> Hook:
    found = hooks().filter(pk=pk).first()
    if found is None:
        raise NotFound(what="hook", name=pk)
    return found


def open_hook(public_id: str) -> Hook:
    """The hook that a shop's delivery is for; one that is switched off is as good as none."""
    found = Hook.objects.filter(public_id=public_id, is_on=True).first()
    if found is None:
        raise NoSuchHook()
    return found


def secrets_of(found: Hook, *, at: datetime) -> list[str]:
    """Every secret that may sign now: the hook's, and for a while the one before."""
    sealed = [found.sealed_secret]
    if found.sealed_old_secret and found.old_secret_until and found.old_secret_until > at:
        sealed.append(found.sealed_old_secret)
    return [secret for each in sealed if (secret := unseal(each))]


def receiver(found: Hook) -> Receiver:
    return Receiver(
        store=store(),
        hook=found.public_id,
        scheme=Scheme(**found.scheme),
        mapping=Mapping(**found.mapping),
        by=f"hook: {found.name}",
        firm_zone=firm_zone(),
    )


def kept_of(found: Hook) -> list[KeptDelivery]:
    return kept.kept_deliveries(store(), found.public_id)


def kept_one(found: Hook, name: str) -> KeptDelivery:
    return kept.kept_delivery(store(), found.public_id, name)


def count_kept(found: Hook) -> int:
    return kept.count_kept(store(), found.public_id)
