"""What goes out."""

from django.urls import path

from annotate.export import views

app_name = "export"

urlpatterns = [
    path("p/<slug:slug>/export/", views.page, name="page"),
    path("p/<slug:slug>/export/download/", views.download, name="download"),
]
