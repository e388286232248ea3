"""``publication.json`` (P-10)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import polars
import pytest
from iot4emissions import DeviceId, Parameter
from iot4emissions.publication import PseudonymKey, pseudonym, publish
from vectors_common import Case, cases, either, names, text

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
COUNTERS = [parameter.value for parameter in Parameter]


@pytest.mark.parametrize("case", cases("publication"), ids=names("publication"))
def test_publication(case: Case) -> None:
    match case["function"]:
        case "key":
            either(case, "", lambda: PseudonymKey.from_hex(text(case, "text")))
        case "pseudonym":
            key = PseudonymKey.from_hex(case["key"])
            found = pseudonym(key, DeviceId(text(case, "device")), case["segment"])
            assert found == case["pseudonym"]
        case "month":
            assert month_of(case["second"]) in (case["month"], None)
        case "publish":
            table_is_the_csv(case)
        case other:
            pytest.fail(f"there is no function {other}")


def month_of(second: int) -> str | None:
    """The month in which a vehicle's growth is that begins at this time; none where there is no
    month after it in which a snapshot may stand (before 2010, after 2099)."""
    start = EPOCH + timedelta(seconds=second)
    if not 2010 <= start.year < 2099:
        return None
    rows = []
    later = (start.replace(day=1) + timedelta(days=32)).replace(day=1)
    for device in ("a", "b", "c"):
        for acquired, distance in ((start, 20000.0), (later, 21000.0)):
            counters = dict.fromkeys(COUNTERS) | {"tdt": distance}
            rows.append({"device": device, "acquired": acquired, **counters})
    vehicles = polars.DataFrame({"device": ["a", "b", "c"]})
    key = PseudonymKey(bytes(range(32)))
    table = publish(polars.DataFrame(rows), vehicles, key=key, by=(), min_vehicles=3).table
    (month,) = set(table["month"])
    assert isinstance(month, str)
    return month


def table_is_the_csv(case: Case) -> None:
    rows: list[dict[str, Any]] = []
    vehicles: list[dict[str, Any]] = []
    for vehicle in case["vehicles"]:
        state = "operational" if vehicle["cleared"] else "initialized"
        vehicles.append({"device": vehicle["device"], "state": state, **vehicle["attributes"]})
        for snapshot in vehicle["snapshots"]:
            counters = {
                counter: snapshot[counter] / 10 if counter in snapshot else None
                for counter in COUNTERS
            }
            acquired = EPOCH + timedelta(seconds=snapshot["acquired"])
            segment = snapshot["segment"]
            rows.append(
                {"device": vehicle["device"], "segment": segment, "acquired": acquired, **counters}
            )
    table, report = publish(
        polars.DataFrame(rows),
        polars.DataFrame(vehicles),
        key=PseudonymKey.from_hex(case["key"]),
        by=case["by"],
        min_vehicles=case["minVehicles"],
    )
    header, *lines = case["csv"].splitlines()
    assert table.columns == header.split(",")
    whole = [
        ",".join(
            "" if one is None else str(int(one)) if isinstance(one, float) else str(one)
            for one in row
        )
        for row in table.iter_rows()
    ]
    assert whole == lines
    assert report.suppressed_rows == case["suppressedRows"]
    assert report.excluded_vehicles == case["excludedVehicles"]
    assert report.excluded_months == case["excludedMonths"]
