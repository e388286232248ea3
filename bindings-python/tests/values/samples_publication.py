"""Publications have no samples: tables, counts, and a key that shows nothing. What raises
``PublicationError`` stands in ``tests/publication``."""

SAMPLES: dict[str, tuple[str, str]] = {}
PENDING_ERRORS = {"PublicationError"}
