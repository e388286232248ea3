"""Bulk reading has no values: tables and streams of them (``tests/transfers``)."""

SAMPLES: dict[str, tuple[str, str]] = {}
NOT_VALUES = {
    "RejectedRows": "a table: compared as Arrow",
    "TransferScan": "it is read once",
    "Transfers": "a table: compared as Arrow",
}
