"""The addresses of the surveys room."""

app_name = "surveys"

urlpatterns = []
