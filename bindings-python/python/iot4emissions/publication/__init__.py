"""What of a fleet's data may be given to people: months under pseudonyms, in groups (P-10.1 to
P-10.7, JRC127600 §1.2, §2.1.1).

``publish`` makes a table of what each vehicle's counters grew by in each month, and a report
that counts what is not in it and what somebody could still find out with it. ``uniqueness``
says of any data how many vehicles are the only ones of their kind.

What is published has no device ID, no VIN, no second, no lifetime counter, no type, variant or
version, and no group of fewer than ``min_vehicles``. Whoever knows how far one vehicle went in
a month may still find its row: ``report.unique_rows`` and ``report.unique_series`` say how
often. So a month is published once, under a key that is used once.

>>> from datetime import datetime, timezone
>>> import polars
>>> from iot4emissions import Parameter
>>> from iot4emissions.publication import PseudonymKey, publish
>>> def read(device, month, distance):
...     counters = dict.fromkeys((parameter.value for parameter in Parameter), None)
...     acquired = datetime(2025, month, 1, tzinfo=timezone.utc)
...     return {"device": device, "acquired": acquired, **counters, "tdt": distance}
>>> fleet = [f"vehicle-{number}" for number in range(10)]
>>> transfers = polars.DataFrame(
...     [read(one, 1, 20000.0) for one in fleet] + [read(one, 2, 21234.0) for one in fleet]
... )
>>> vehicles = polars.DataFrame({"device": fleet, "mk": ["JEEP"] * 10, "ft": ["petrol"] * 10})
>>> key = PseudonymKey(bytes(range(32)))  # secrets.token_bytes(32) makes one
>>> table, report = publish(transfers, vehicles, key=key, by=("mk", "ft"))
>>> table["month", "mk", "ft", "distance_km"].row(0)
('2025-01', 'JEEP', 'petrol', 1230.0)
>>> report
<PublicationReport: 10 rows of 10 vehicles published, 0 of 0 suppressed>
>>> report.excluded_months
{'unfinished': 10}

Needs narwhals: ``pip install 'iot4emissions[analysis]'``. The commands ``iot4emissions publish``
and ``iot4emissions uniqueness`` do the same for files, and do not need it.
"""

from .._native import PseudonymKey, PublicationReport, Uniqueness, pseudonym
from ._publish import ATTRIBUTES, Publication, publish, uniqueness

__all__ = [
    "ATTRIBUTES",
    "PseudonymKey",
    "Publication",
    "PublicationReport",
    "Uniqueness",
    "pseudonym",
    "publish",
    "uniqueness",
]
