"""The customers room, as Django sees it."""

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "guanxi.web.customers"
    label = "customers"

    def ready(self) -> None:
        from guanxi.web.customers import actions, events, merged, queries
        from guanxi.web.customers.views import hand_over_events, notes_panel
        from guanxi.web.kit import panels, persons

        panels.register(
            "customers.customer", "customers.notes", notes_panel, order=40, permission="customers.see"
        )
        events.register("customers.hand_overs", hand_over_events)
        merged.carries("customers.Note")
        persons.register("customers", held=queries.held_of, forget=actions.forget)
