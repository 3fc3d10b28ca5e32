"""The asking room, as Django sees it."""

from django.apps import AppConfig


class AskingConfig(AppConfig):
    name = "guanxi.web.asking"
    label = "asking"

    def ready(self) -> None:
        from guanxi.web.asking import actions, jobs, queries
        from guanxi.web.customers import merged
        from guanxi.web.kit import persons
        from guanxi.web.turns import afterwards

        merged.carries("asking.Invitation")
        persons.register("asking", held=queries.held_of, forget=actions.forget)
        afterwards.register("asking.take", jobs.after_turn)
