"""Every address, room by room."""

from django.contrib import admin
from django.urls import include, path

admin.autodiscover()  # here and not at every start: a command has no pages

urlpatterns = [
    path("", include("annotate.projects.urls")),
    path("", include("annotate.codebook.urls")),
    path("", include("annotate.corpus.urls")),
    path("", include("annotate.assignment.urls")),
    path("", include("annotate.spans.urls")),
    path("", include("annotate.review.urls")),
    path("", include("annotate.concord.urls")),
    path("", include("annotate.curation.urls")),
    path("", include("annotate.intake.urls")),
    path("", include("annotate.export.urls")),
    path("", include("annotate.api.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "annotate.projects.views.doors.unread"
handler500 = "annotate.projects.middleware.failed"
