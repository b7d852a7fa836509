"""What both applications of Django serve."""

from django.conf import settings
from django.core.handlers.asgi import ASGIRequest
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path

from .rules import OPEN, PIECE, Told

settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], MIDDLEWARE=[])


def opened(request: HttpRequest) -> HttpResponse:
    return HttpResponse("open")


def view(request: ASGIRequest | WSGIRequest) -> HttpResponse:
    told = Told(request.scope if isinstance(request, ASGIRequest) else request.META)
    while told.reads and (
        piece := request.read(PIECE)
    ):  # a file, or what is left of the connection
        told.feed(piece)
    return HttpResponse(headers=told.headers())


urlpatterns = [path(OPEN[1:], opened), re_path("", view)]
