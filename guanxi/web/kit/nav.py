"""The side bar: rooms register their entries from their `apps.py`; a page never lists other rooms.

    nav.register(nav.Entry("followups:my_day", _("My day"), icon="sun", order=10, permission="followups.see"))

The order is the flow: 10 My day, 20 Overview, 30 Customers, 40 Value, 50 Experience, 60 Campaigns,
70 Loyalty, 80 Outcomes, 90 Data, 95 People, 96 Audit, 99 Settings.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

LAST_OF_THE_FLOW = 90  # from here on the entries are about the installation, drawn below a line


@dataclass(frozen=True)
class Entry:
    """One line of the side bar. `also` names addresses (prefixes) under which it is the current one."""

    url_name: str
    label: str | Promise
    icon: str  # a Tabler icon in kit/frontend/icons.js
    order: int
    permission: str
    also: tuple[str, ...] = ()
    home_of: tuple[str, ...] = ()  # roles whose first page this is


@dataclass(frozen=True)
class Shown:
    """An entry as one person sees it on one page."""

    entry: Entry
    url: str
    current: bool

    @property
    def installation(self) -> bool:
        return self.entry.order >= LAST_OF_THE_FLOW


_entries: dict[str, Entry] = {}


def register(entry: Entry) -> None:
    _entries[entry.url_name] = entry


def entries() -> list[Entry]:
    return sorted(_entries.values(), key=lambda entry: entry.order)


def shown_to(user, path: str) -> list[Shown]:
    """The entries this person may use, in the order of the flow; one of them is current at most."""
    allowed = list(_allowed(user))
    fits = [
        (len(prefix), entry)
        for entry, url in allowed
        for prefix in (url, *entry.also)
        if _under(path, prefix)
    ]
    current = max(fits, key=lambda fit: fit[0])[1] if fits else None
    return [Shown(entry, url, entry is current) for entry, url in allowed]


def home_for(user) -> str:
    """The first page of this person: that of the role, else the first entry allowed."""
    allowed = list(_allowed(user))
    for entry, url in allowed:
        if user.role in entry.home_of:
            return url
    return allowed[0][1] if allowed else reverse("accounts:settings")


def _allowed(user) -> Iterator[tuple[Entry, str]]:
    for entry in entries():
        if user.can(entry.permission):
            try:
                yield entry, reverse(entry.url_name)
            except NoReverseMatch:
                continue  # the page is not part of this installation yet


def _under(path: str, prefix: str) -> bool:
    return path.startswith(prefix) if prefix != "/" else path == "/"
