"""The texts room, as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TextsConfig(AppConfig):
    name = "guanxi.web.texts"
    label = "texts"

    def ready(self) -> None:
        from guanxi.web.kit import facts_changed, nav, panels, persons
        from guanxi.web.texts import actions, jobs, queries
        from guanxi.web.texts.views import customer_panel
        from guanxi.web.turns import afterwards

        nav.register(
            nav.Entry("texts:texts", _("What customers write"), icon="list", order=53, permission="texts.see")
        )
        panels.register(
            "customers.customer", "texts.of_customer", customer_panel, order=35, permission="texts.see"
        )
        persons.register("texts", held=queries.held_of, forget=actions.forget)
        facts_changed.register("texts.read", jobs.read_soon)
        afterwards.register("texts.read", jobs.read_soon)
