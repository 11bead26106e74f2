"""Labels in use, publishing the codebook, and the journal."""

from django.urls import path

from annotate.curation.views import journal, labels, publishing, steps

app_name = "curation"

urlpatterns = [
    path("p/<slug:slug>/codebook/draft/publish/", publishing.publish, name="publish"),
    path("p/<slug:slug>/codebook/labels/<slug:key>/", labels.label, name="label"),
    path("p/<slug:slug>/codebook/labels/<slug:key>/example/", labels.add_example, name="add_example"),
    path("p/<slug:slug>/codebook/labels/<slug:key>/rename/", steps.rename, name="rename"),
    path("p/<slug:slug>/codebook/labels/<slug:key>/retire/", steps.retire, name="retire"),
    path("p/<slug:slug>/codebook/labels/<slug:key>/move/", steps.move, name="move"),
    path("p/<slug:slug>/codebook/labels/<slug:key>/drop/", steps.drop, name="drop"),
    path("p/<slug:slug>/codebook/labels/<slug:key>/merge/", steps.merge, name="merge"),
    path("p/<slug:slug>/codebook/labels/<slug:key>/split/", steps.split, name="split"),
    path("p/<slug:slug>/codebook/labels/<slug:key>/go-on/", steps.go_on, name="go_on"),
    path("p/<slug:slug>/codebook/labels/<slug:key>/take-back/", steps.take_back, name="take_back"),
    path("p/<slug:slug>/codebook/labels/<slug:key>/sort/", labels.sort, name="sort"),
    path("p/<slug:slug>/codebook/labels/<slug:key>/end-split/", labels.end_split, name="end_split"),
    path("p/<slug:slug>/codebook/attributes/<slug:key>/drop/", steps.drop_attribute, name="drop_attribute"),
    path("p/<slug:slug>/journal/", journal.journal, name="journal"),
    path("p/<slug:slug>/journal/<int:line_id>/revert/", journal.revert, name="revert"),
]
