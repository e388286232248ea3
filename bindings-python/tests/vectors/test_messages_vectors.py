"""``messages.json`` (P-5.1 to P-5.44)."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pytest
from iot4emissions import (
    Configuration,
    ConfigurationStatus,
    DataTransfer,
    DecodeError,
    Deviation,
    Endpoint,
    Issue,
    Message,
    RegistrationRequest,
    RegistrationStatus,
    Snapshot,
    Values,
    VehicleInfo,
    Vin,
    decode,
    encode,
    is_canonical,
)
from vectors_common import Case, bytes_of, cases, names, quantity, time_of

# Table 4: the wire names of the attributes, and how their texts are Python values.
ATTRIBUTES: dict[str, tuple[str, Any]] = {
    "vfn": ("family", str),
    "mh": ("manufacturer", str),
    "tan": ("type_approval_number", str),
    "t": ("vehicle_type", str),
    "va": ("variant", str),
    "ve": ("version", str),
    "mk": ("make", str),
    "mt": ("test_mass", int),
    "ewltp": ("carbon_dioxide_emissions", int),
    "z": ("electric_energy_consumption", int),
    "it": ("innovative_technology", str),
    "erwltp": ("carbon_dioxide_reduction", Decimal),
}


def vehicle_info(value: Case) -> VehicleInfo:
    known = {
        field: convert(value[name])
        for name, (field, convert) in ATTRIBUTES.items()
        if name in value
    }
    further = {name: text for name, text in value.items() if name not in ATTRIBUTES}
    return VehicleInfo(**known, further=further)


def endpoint(value: Case) -> Endpoint:
    assert value["protocol"] == "mqtts"
    return Endpoint(value["endpoint"], value["port"])


def configuration_status(value: Case) -> ConfigurationStatus:
    parts = value["configuration"]
    configuration = Configuration(
        registration_mqtt=endpoint(parts["registrationMqtt"]),
        obfcm_data_mqtt=endpoint(parts["obfcmDataMqtt"]),
        acquire_frequency=parts["acquireFrequency"],
        transfer_frequency=parts["transferFrequency"],
        config_check_frequency=parts["configCheckFrequency"],
        version=parts["version"],
    )
    return ConfigurationStatus(value["deviceState"], configuration)


def snapshot(value: Case) -> Snapshot:
    values = {name: quantity(tenths) for name, tenths in value["values"].items()}
    return Snapshot(time_of(value["acquired"]), Values(**values))


def message(kind: str, value: Any) -> Message:
    """The case's value, made from its parts."""
    match kind, value:
        case "registerDevice", _:
            return RegistrationRequest(Vin(value["vin"]), vehicle_info(value["vehicleInfo"]))
        case "registerServer", "registered":
            return RegistrationStatus(registered=True)
        case "registerServer", {"error": error}:
            return RegistrationStatus(registered=False, text=error.get("text"))
        case "configServer", _:
            return configuration_status(value)
        case "dataDevice", _:
            return DataTransfer(map(snapshot, value))
        case _:
            raise AssertionError(f"{kind} is no kind of message")


def places(found: Iterable[Deviation | Issue]) -> list[tuple[str, str]]:
    return sorted((str(place.code), place.pointer) for place in found)


def expected(places: list[Case]) -> list[tuple[str, str]]:
    return sorted((place["code"], place["pointer"]) for place in places)


@pytest.mark.parametrize("profile", ["strict", "tolerant"])
@pytest.mark.parametrize("case", cases("messages"), ids=names("messages"))
def test_messages(case: Case, profile: str) -> None:
    kind, payload = case["kind"], bytes_of(case, "payload")
    topic = f"iot4emissions/{kind}/f371cb00"
    assert is_canonical(topic, payload) is case["isCanonical"]
    if "issues" in case[profile]:
        with pytest.raises(DecodeError) as raised:
            decode(topic, payload, profile)
        issues = raised.value.issues
        assert places(issues) == expected(case[profile]["issues"])
        assert (raised.value.code, raised.value.path) == (issues[0].code, issues[0].pointer)
        if "position" in case:
            assert (issues[0].line, issues[0].column) == (
                case["position"]["line"],
                case["position"]["column"],
            )
        return
    decoded = decode(topic, payload, profile)
    assert places(decoded.deviations) == expected(case[profile]["deviations"])
    assert decoded.message == message(kind, case["value"])
    canonical = encode(decoded.message)
    assert canonical.decode() == case["canonical"]
    assert is_canonical(topic, canonical)
    if isinstance(decoded.message, RegistrationRequest):
        attributes = decoded.message.attributes
        if "vfnParses" in case:
            assert (attributes.interpolation_family is not None) is case["vfnParses"]
        if "tanParses" in case:
            assert (attributes.type_approval is not None) is case["tanParses"]
