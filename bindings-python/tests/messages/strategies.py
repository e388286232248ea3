"""Messages of every shape, for hypothesis."""

import string
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import strategies as st
from iot4emissions import (
    Configuration,
    ConfigurationStatus,
    ConfiguredState,
    DataTransfer,
    Endpoint,
    Message,
    RegistrationRequest,
    RegistrationStatus,
    Snapshot,
    Values,
    VehicleInfo,
    Vin,
)

_VIN_ALPHABET = "".join(sorted(set(string.digits + string.ascii_uppercase) - set("IOQ")))
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

vins = st.text(_VIN_ALPHABET, min_size=17, max_size=17).map(Vin)


def texts(limit: int) -> st.SearchStrategy[str]:
    """Any text of so many characters without control characters, empty too (P-5.12)."""
    return st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=limit)


def descriptions(limit: int) -> st.SearchStrategy[str]:
    """A text of P-5.13."""
    characters = st.characters(exclude_categories=["Cs", "Cc"])
    return st.text(characters, min_size=1, max_size=limit)


further = st.dictionaries(
    st.from_regex(r"[A-Za-z][A-Za-z0-9]{0,15}", fullmatch=True).filter(
        lambda name: (
            name
            not in ["vfn", "mh", "tan", "t", "va", "ve", "mk", "mt", "ewltp", "z", "it", "erwltp"]
        )
    ),
    texts(50),
    max_size=32,
)
whole = st.integers(0, 99999)
vehicle_infos = st.builds(
    VehicleInfo,
    family=st.none() | texts(25),
    manufacturer=st.none() | descriptions(50),
    type_approval_number=st.none() | descriptions(50),
    vehicle_type=st.none() | descriptions(25),
    variant=st.none() | descriptions(25),
    version=st.none() | descriptions(35),
    make=st.none() | descriptions(25),
    test_mass=st.none() | whole,
    carbon_dioxide_emissions=st.none() | whole,
    electric_energy_consumption=st.none() | whole,
    innovative_technology=st.none() | texts(25),
    carbon_dioxide_reduction=st.none() | whole.map(lambda value: Decimal(value) / 100),
    further=further,
)
endpoints = st.builds(
    Endpoint,
    host=st.sampled_from(["data.example", "a-1.example.org", "192.0.2.1", "::1"]),
    port=st.integers(1, 65535),
)
schedules = st.sampled_from(["0 0 0 1 * ? *", "0 0 0 1 1/3 ? *", "0 15,45 6 ? * MON-FRI"])
configurations = st.builds(
    Configuration,
    registration_mqtt=endpoints,
    obfcm_data_mqtt=endpoints,
    acquire_frequency=schedules,
    transfer_frequency=schedules,
    config_check_frequency=schedules,
    version=st.integers(1, 2**32 - 1),
)
quantities = st.integers(0, 2**32 - 2).map(lambda tenths: Decimal(tenths) / 10)
values = st.lists(st.none() | quantities, min_size=8, max_size=8).map(lambda each: Values(*each))
times = st.integers(1, 9_999_999_999).map(lambda seconds: _EPOCH + timedelta(seconds=seconds))
snapshots = st.builds(Snapshot, times, values.filter(lambda values: values != Values()))
data_transfers = (
    st.lists(snapshots, min_size=1, max_size=9, unique_by=lambda snapshot: snapshot.acquired)
    .map(lambda each: sorted(each, key=lambda snapshot: snapshot.acquired))
    .map(DataTransfer)
)
messages: st.SearchStrategy[Message] = (
    st.builds(RegistrationRequest, vins, vehicle_infos)
    | st.builds(RegistrationStatus, st.booleans())
    | st.builds(ConfigurationStatus, st.sampled_from(ConfiguredState), configurations)
    | data_transfers
)
