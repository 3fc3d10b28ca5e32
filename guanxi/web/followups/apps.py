"""The followups room, as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FollowupsConfig(AppConfig):
    name = "guanxi.web.followups"
    label = "followups"

    def ready(self) -> None:
        from guanxi.web.customers import copies, events, merged
        from guanxi.web.followups import actions, queries
        from guanxi.web.followups.call_events import call_events
        from guanxi.web.followups.views import customer_panel
        from guanxi.web.kit import nav, panels, persons

        nav.register(
            nav.Entry(
                "followups:my_day",
                _("My day"),
                icon="sun",
                order=10,
                permission="followups.see",
                also=("/follow-ups/", "/calls/", "/causes/"),
                home_of=("rep", "agent"),
            )
        )
        copies.register("followups.FollowUp")
        merged.carries("followups.FollowUp")
        persons.register("followups", held=queries.held_of, forget=actions.forget)
        events.register("followups.calls", call_events)
        panels.register(
            "customers.customer", "followups.history", customer_panel, order=30, permission="followups.see"
        )
