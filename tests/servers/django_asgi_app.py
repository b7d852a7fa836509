"""An application of Django, for ASGI servers."""

from django.core.asgi import get_asgi_application

from sigv4presign.asgi import SigV4Middleware

from . import django_views
from .rules import SECRETS, VERIFIER, is_protected

assert django_views.urlpatterns  # imported, so that the settings are made

app = SigV4Middleware(get_asgi_application(), VERIFIER, SECRETS, protect=is_protected)
