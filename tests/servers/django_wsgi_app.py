"""An application of Django, for WSGI servers."""

from django.core.wsgi import get_wsgi_application

from sigv4presign.wsgi import SigV4Middleware

from . import django_views
from .rules import SECRETS, VERIFIER, is_protected

assert django_views.urlpatterns  # imported, so that the settings are made

app = SigV4Middleware(get_wsgi_application(), VERIFIER, SECRETS, protect=is_protected)
