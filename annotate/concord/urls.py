"""Agreement."""

from django.urls import path

from annotate.concord import views

app_name = "concord"

urlpatterns = [
    path("p/<slug:slug>/agreement/", views.agreement, name="agreement"),
    path("p/<slug:slug>/agreement/count/", views.count_articles, name="count_articles"),
    path("p/<slug:slug>/agreement/gamma/", views.count_gamma, name="count_gamma"),
    path("p/<slug:slug>/agreement/passages/", views.passages, name="passages"),
]
