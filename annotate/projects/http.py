"""The request as our views know it: somebody is signed in, htmx is read."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from annotate.projects.models import User


class Request(HttpRequest):
    """A request behind the sign-in."""

    user: User
    htmx: HtmxDetails


class OpenRequest(HttpRequest):
    """A request before the sign-in."""

    htmx: HtmxDetails
