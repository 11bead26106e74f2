"""What is known about an article."""

from django.urls import path

from annotate.corpus import views

app_name = "corpus"

urlpatterns = [
    path("p/<slug:slug>/articles/<int:article_id>/about/", views.about, name="about"),
    path("p/<slug:slug>/articles/<int:article_id>/blocks/<int:number>/kind/", views.correct_kind, name="correct_kind"),
    path("p/<slug:slug>/articles/<int:article_id>/withdraw/", views.withdraw_article, name="withdraw_article"),
    path("p/<slug:slug>/articles/<int:article_id>/put-back/", views.put_back_article, name="put_back_article"),
    path("p/<slug:slug>/articles/<int:article_id>/source/", views.source, name="source"),
]
