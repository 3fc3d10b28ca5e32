"""The addresses of the forecast room."""

from django.urls import path

from guanxi.web.forecast import model_views, views

app_name = "forecast"

urlpatterns = [
    path("forecast/", views.forecast, name="forecast"),
    path("forecast/export.csv", views.export, name="export"),
    path("forecast/model/", model_views.model, name="model"),
    path("forecast/model/backtest/", model_views.start, name="start_backtest"),
    path("forecast/model/backtest/<int:pk>/", model_views.job, name="job"),
]
