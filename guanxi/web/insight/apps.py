"""The insight room, as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InsightConfig(AppConfig):
    name = "guanxi.web.insight"
    label = "insight"

    def ready(self) -> None:
        from guanxi.web.customers import copies, merged
        from guanxi.web.insight import actions, queries
        from guanxi.web.kit import business, nav, persons

        copies.register("insight.Profile")
        persons.register("insight", held=queries.held_of, forget=actions.forget)
        merged.register("insight.profiles", actions.follow_merges)
        business.provide(
            business_date=queries.business_date,
            currency=queries.currency,
            note=queries.business_note,
            firm_name=queries.firm_name,
            is_synthetic=queries.is_synthetic,
        )
        nav.register(
            nav.Entry(
                "insight:customers",
                _("Customers"),
                icon="users",
                order=30,
                permission="insight.see",
                also=("/customers/", "/customer/", "/search/"),
            )
        )
        nav.register(
            nav.Entry("insight:value", _("Value"), icon="chart-dots", order=40, permission="insight.see")
        )
