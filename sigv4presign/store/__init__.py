"""An S3-compatible store over a folder: the test double that verifies. See ``docs/store.md``.

>>> import tempfile, urllib.request
>>> from sigv4presign.store import Store
>>> with tempfile.TemporaryDirectory() as folder, Store(folder, buckets=["photos"]) as store:
...     link = store.presigner().put_object("photos", "cat.txt")
...     request = urllib.request.Request(link.url, b"purr", method=link.method)
...     with urllib.request.urlopen(request) as answer:
...         answer.status
200
"""

from ._own_credentials import credentials_file, own_credentials
from ._store import Store
from ._streams import Patience

__all__ = ["Patience", "Store", "credentials_file", "own_credentials"]
