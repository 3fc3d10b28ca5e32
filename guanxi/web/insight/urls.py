"""The addresses of the insight room."""

from django.urls import path

from guanxi.web.insight.views import customer, customers, explain, search, value

app_name = "insight"

urlpatterns = [
    path("customers/", customers.listed, name="customers"),
    path("customers/filters/", customers.filters, name="filters"),
    path("customers/export.<str:form>", customers.export, name="export"),
    path("customers/export-chosen.csv", customers.export_chosen, name="export_chosen"),
    path("customers/columns/", customers.choose_columns, name="columns"),
    path("customers/views/", customers.save_view, name="save_view"),
    path("customers/views/<int:pk>/withdraw/", customers.withdraw_view, name="withdraw_view"),
    path("customers/views/<int:pk>/restore/", customers.restore_view, name="restore_view"),
    path("customer/<path:customer_id>/", customer.page, name="customer"),
    path("search/", search.results, name="search"),
    path("explain/<str:name>/", explain.page, name="explain"),
    path("value/", value.page, name="value"),
    path("value/movement/", value.movement, name="movement"),
    path("value/movement/list/", value.moved, name="moved"),
]
