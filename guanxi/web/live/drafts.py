"""A hook as a person types it: nothing typed is lost where it cannot be used yet."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from guanxi.sources.webhooks.delivery import Receiver
from guanxi.sources.webhooks.presets import Preset
from guanxi.web.live import queries
from guanxi.web.live.checking import checked_mapping, checked_scheme
from guanxi.web.live.models import Hook
from guanxi.web.live.pages import as_text
from guanxi.web.live.refusals import BadSetting


@dataclass(frozen=True)
class HookDraft:
    """scheme, mapping and sample are the text of the boxes."""

    preset: str
    name: str
    scheme: str
    mapping: str
    topic: str
    sample: str
    secret: str = ""

    @classmethod
    def of_preset(cls, known: Preset, language: str) -> HookDraft:
        return cls(
            preset=known.key,
            name=known.name(language) if known.owns_secret or known.key == "woocommerce" else "",
            scheme=as_text(known.scheme.model_dump(exclude_defaults=True)),
            mapping=as_text(known.mapping.as_dict()),
            topic=known.sample_topic,
            sample=as_text(known.sample),
        )

    @classmethod
    def of_hook(cls, hook: Hook, known: Preset) -> HookDraft:
        return cls(
            preset=hook.preset,
            name=hook.name,
            scheme=as_text(hook.scheme),
            mapping=as_text(hook.mapping),
            topic=known.sample_topic,
            sample=as_text(known.sample),
        )

    @classmethod
    def typed(cls, given: QueryDict, preset: str) -> HookDraft:
        names = ("name", "scheme", "mapping", "topic", "sample", "secret")
        return cls(preset=preset, **{name: given.get(name, "").strip() for name in names})

    def settings(self) -> dict[str, Any]:
        """The scheme and the mapping, or BadSetting."""
        return {"scheme": _parsed(self.scheme, "scheme"), "mapping": _parsed(self.mapping, "mapping")}

    def receiver(self) -> Receiver:
        """What would receive deliveries if this were saved."""
        return Receiver(
            store=queries.store(),
            hook="draft",
            scheme=checked_scheme(_parsed(self.scheme, "scheme")),
            mapping=checked_mapping(_parsed(self.mapping, "mapping")),
            by=self.name,
            firm_zone=queries.firm_zone(),
        )


def _parsed(text: str, what: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadSetting(what=what, why=f"JSON: {str(error)[:200]}") from None
