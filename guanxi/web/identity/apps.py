"""The identity room, as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IdentityConfig(AppConfig):
    name = "guanxi.web.identity"
    label = "identity"

    def ready(self) -> None:
        from guanxi.web.identity import actions, jobs, queries
        from guanxi.web.identity.merging_views import also_known_as
        from guanxi.web.kit import facts_changed, nav, panels, persons

        facts_changed.register("identity.follow", jobs.follow_soon)
        persons.register("identity", held=queries.held_of, forget=actions.forget)
        panels.register(
            "customers.customer",
            "identity.also_known_as",
            also_known_as,
            order=20,
            permission="customers.see",
        )
        nav.register(
            nav.Entry(
                "identity:pairs",
                _("Same customer?"),
                icon="arrows-join",
                order=93,
                permission="identity.see",
                also=("/data/identity/",),
            )
        )
