"""The addresses of the texts room."""

from django.urls import path

from guanxi.web.texts import views

app_name = "texts"

urlpatterns = [
    path("texts/", views.page, name="texts"),
    path("texts/texts.<str:form>", views.export, name="export"),
    path("texts/read/", views.ask, name="ask"),
    path("texts/read/<int:pk>/", views.reading, name="reading"),
]
