"""``python -m sigv4presign``."""

from .cli import main

raise SystemExit(main())
