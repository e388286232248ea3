"""The utility factor of plug-ins."""

import pytest
from analysis_frames import KINDS, Maker, at, row
from iot4emissions import analysis


@pytest.fixture(params=KINDS)
def make(request: pytest.FixtureRequest) -> Maker:
    return Maker(request.param)


PLUG_IN = [
    row("p", "2025-01-01", tdt="1000.0", tdtcdoeo="300.0", tdtcdoer="100.0", tdtdscio="10.0"),
    row("p", "2025-02-01", tdt="1500.0", tdtcdoeo="500.0", tdtcdoer="150.0", tdtdscio="35.0"),
    row("p", "2025-03-01", tdt="2000.0", tdtcdoeo="700.0", tdtcdoer="250.0", tdtdscio="60.0"),
]


def test_the_shares_of_a_plug_in(make: Maker) -> None:
    # On 1000 km: 400 km engine off, 150 km engine running, 50 km charging.
    found, excluded = analysis.utility_factor(make.transfers(PLUG_IN))
    assert make.rows(excluded) == []
    assert make.rows(found) == [
        {
            "device": "p",
            "snapshots": 3,
            "excluded": 0,
            "resets": 0,
            "since": at("2025-01-01"),
            "until": at("2025-03-01"),
            "distance_km": pytest.approx(1000.0),
            "electric_share": pytest.approx(0.4),
            "charge_depleting_share": pytest.approx(0.55),
            "charge_increasing_share": pytest.approx(0.05),
            "lifetime_electric_share": pytest.approx(0.35),
            "lifetime_charge_depleting_share": pytest.approx(0.475),
            "lifetime_charge_increasing_share": pytest.approx(0.03),
            "note": "",
        }
    ]


def test_others_are_left_out_and_said_to_be(make: Maker) -> None:
    rows = [
        row("petrol", "2025-01-01", tfc="1.0", tdt="10.0"),
        row("no-mode", "2025-01-01", tdt="10.0", tdtcdoeo="1.0", tdtcdoer="1.0"),
        row("no-mode", "2025-02-01", tdt="20.0", tdtcdoeo="6.0", tdtcdoer="1.0"),
        row("parked", "2025-01-01", tdt="10.0", tdtcdoeo="1.0", tdtcdoer="1.0"),
        row("parked", "2025-02-01", tdt="10.0", tdtcdoeo="1.0", tdtcdoer="1.0"),
        row("single", "2025-01-01", tdt="10.0", tdtcdoeo="1.0", tdtcdoer="1.0"),
        row("single", "2025-01-01", tdt="10.0", tdtcdoeo="1.0", tdtcdoer="1.0"),
    ]
    found, excluded = analysis.utility_factor(make.transfers(rows))
    no_mode, parked, single = make.rows(found)
    assert no_mode["electric_share"] == pytest.approx(0.5)
    assert no_mode["charge_increasing_share"] is None
    assert (parked["electric_share"], parked["note"]) == (None, "no-distance")
    assert (single["electric_share"], single["note"]) == (None, "single-snapshot")
    assert single["lifetime_electric_share"] == pytest.approx(0.1)
    assert [(one["device"], one["reason"]) for one in make.rows(excluded)] == [
        ("petrol", "no-charge-counters"),
        ("single", "duplicate"),
    ]


def test_resets_and_implausible_rows(make: Maker) -> None:
    def read(time: str, total: str, off: str, running: str) -> object:
        return row("p", time, tdt=total, tdtcdoeo=off, tdtcdoer=running)

    transfers = make.transfers(
        [
            read("2025-01-01", "1000.0", "300.0", "100.0"),
            read("2025-02-01", "1100.0", "900.0", "300.0"),  # parts exceed the total
            read("2025-03-01", "1200.0", "400.0", "150.0"),
            read("2025-04-01", "10.0", "1.0", "1.0"),  # reset
            read("2025-05-01", "110.0", "81.0", "1.0"),
        ]
    )
    found, excluded = analysis.utility_factor(transfers)
    (one,) = make.rows(found)
    (left,) = make.rows(excluded)
    assert left["reason"] == "parts-exceed-total:tdt"
    # 100 of 200 km, then 80 of 100 km.
    assert one["electric_share"] == pytest.approx(0.6)
    assert one["charge_depleting_share"] == pytest.approx(230 / 300)
    assert (one["resets"], one["excluded"]) == (1, 1)


def test_an_empty_frame(make: Maker) -> None:
    found, excluded = analysis.utility_factor(make.transfers([]))
    assert make.rows(found) == make.rows(excluded) == []
