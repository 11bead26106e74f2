"""The codebook of a project, and the page that makes a project with one."""

from django.urls import path

from annotate.codebook import views

app_name = "codebook"

urlpatterns = [
    path("projects/add/", views.create_project, name="create_project"),
    path("p/<slug:slug>/codebook/", views.codebook, name="codebook"),
    path("p/<slug:slug>/codebook/v<int:number>.css", views.colors, name="colors"),
]
