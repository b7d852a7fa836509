"""All that is tried on every store, in the order of the table."""

from .addresses import addresses
from .buckets import buckets
from .chunks import chunks
from .forms import forms
from .headers import clocks, headers
from .listings import listings
from .multipart import multipart
from .objects import objects
from .others import keys, refusals
from .settings import settings
from .tokens import tokens

SECTIONS = [
    objects,
    listings,
    multipart,
    settings,
    buckets,
    forms,
    headers,
    chunks,
    clocks,
    tokens,
    addresses,
    keys,
    refusals,
]
CASES = [case for section in SECTIONS for case in section.cases]
