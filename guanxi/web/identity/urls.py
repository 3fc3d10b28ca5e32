"""The addresses of the identity room."""

app_name = "identity"

urlpatterns: list = []
