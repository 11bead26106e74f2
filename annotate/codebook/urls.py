"""The codebook of a project, its versions and its draft; the page that makes a project with one."""

from django.urls import path

from annotate.codebook.views import drafting, reading

app_name = "codebook"

urlpatterns = [
    path("projects/add/", reading.create_project, name="create_project"),
    path("p/<slug:slug>/codebook/", reading.codebook, name="codebook"),
    path("p/<slug:slug>/codebook/find/", reading.find, name="find"),
    path("p/<slug:slug>/codebook/versions/", reading.versions, name="versions"),
    path("p/<slug:slug>/codebook/versions/<int:number>/", reading.version, name="version"),
    path("p/<slug:slug>/codebook/compare/", reading.compare, name="compare"),
    path("p/<slug:slug>/codebook/v<int:number>.css", reading.colors, name="colors"),
    path("p/<slug:slug>/codebook/draft/", drafting.draft, name="draft"),
    path("p/<slug:slug>/codebook/draft/colors.css", drafting.colors, name="draft_colors"),
    path("p/<slug:slug>/codebook/draft/undo/", drafting.undo, name="undo"),
    path("p/<slug:slug>/codebook/draft/discard/", drafting.discard, name="discard"),
    path("p/<slug:slug>/codebook/draft/copy/", drafting.copy, name="copy"),
    path("p/<slug:slug>/codebook/draft/guidelines/", drafting.guidelines, name="guidelines"),
    path("p/<slug:slug>/codebook/draft/labels/add/", drafting.add_label, name="add_label"),
    path("p/<slug:slug>/codebook/draft/labels/<slug:key>/", drafting.change_label, name="change_label"),
    path("p/<slug:slug>/codebook/draft/labels/<slug:key>/move/", drafting.move_label, name="move_label"),
    path("p/<slug:slug>/codebook/draft/attributes/add/", drafting.attribute, name="add_attribute"),
    path("p/<slug:slug>/codebook/draft/attributes/<slug:key>/", drafting.attribute, name="change_attribute"),
    path("p/<slug:slug>/codebook/draft/questions/add/", drafting.question, name="add_question"),
    path("p/<slug:slug>/codebook/draft/questions/<slug:key>/", drafting.question, name="change_question"),
    path("p/<slug:slug>/codebook/draft/questions/<slug:key>/drop/", drafting.drop_question, name="drop_question"),
]
