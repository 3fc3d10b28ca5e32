"""How much one address and one survey may send in a minute; each process counts its own."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

MOST_KEPT = 20_000  # addresses remembered at once; the ones silent longest are forgotten


class Flood:
    """Counts in whole minutes. Best effort: a new minute and a new process begin at nothing."""

    def __init__(self) -> None:
        self._counts: OrderedDict[str, tuple[int, int]] = OrderedDict()
        self._lock = Lock()

    def is_too_much(self, name: str, most: int, *, at: float) -> bool:
        """Count one more under this name; whether that is more than so many in this minute."""
        minute = int(at // 60)
        with self._lock:
            since, came = self._counts.pop(name, (minute, 0))
            came = came + 1 if since == minute else 1
            self._counts[name] = (minute, came)
            if len(self._counts) > MOST_KEPT:
                self._counts.popitem(last=False)
        return came > most

    def forget(self) -> None:
        with self._lock:
            self._counts.clear()


FLOOD = Flood()


def address_of(meta: dict[str, str], proxies: set[str]) -> str:
    """Who sends: what a proxy of ours says, or who is connected. What a stranger claims counts nothing."""
    connected = meta.get("REMOTE_ADDR", "")
    said = meta.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    return said[:60] if said and connected in proxies else connected
