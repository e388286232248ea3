"""The values of ``schemas/vectors`` that more than one file has, made from their parts."""

from decimal import Decimal
from typing import Any

from iot4emissions import (
    Configuration,
    ConfigurationStatus,
    Endpoint,
    Snapshot,
    Values,
    VehicleInfo,
)
from vectors_common import Case, quantity, time_of

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
