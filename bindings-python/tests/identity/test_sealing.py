"""Device IDs that are sealed for the Data Service (P-1.7)."""

import pickle
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from iot4emissions import (
    DeviceId,
    OpeningKey,
    ProtocolError,
    RegistrationRequest,
    SealedDeviceId,
    SealingError,
    SealingKey,
    TopicKind,
    VehicleInfo,
    Vin,
    decode,
    encode,
)

VIN = "JFXHF05K1L4104934"
DEVICE, DATA_DEVICE = DeviceId("vehicle-7"), DeviceId("9a7d21e7")
KEY = OpeningKey(bytes(range(32)))
SEALED = KEY.sealing_key().seal(DATA_DEVICE, DEVICE, bytes(32))

# No VIN has one of these letters.
device_ids = st.text("ioqIOQ_-", min_size=1, max_size=64).map(DeviceId)


@given(device_ids, device_ids, st.binary(min_size=32, max_size=32))
def test_what_is_sealed_is_opened_by_its_service_alone(
    device: DeviceId, data_device: DeviceId, random: bytes
) -> None:
    if device == data_device:
        return
    sealed = KEY.sealing_key().seal(data_device, device, random)
    assert KEY.open(sealed, device) == data_device
    assert SealedDeviceId(str(sealed)) == SealedDeviceId.from_bytes(bytes(sealed)) == sealed
    assert (len(str(sealed)), len(bytes(sealed))) == (150, 112)
    assert sealed.text == str(sealed)
    for attempt in (
        lambda: OpeningKey.generate().open(sealed, device),
        lambda: KEY.open(sealed, data_device),
    ):
        with pytest.raises(SealingError) as raised:
            attempt()
        assert raised.value.code == "sealed"


def test_randomness_is_drawn_where_none_is_given() -> None:
    key = KEY.sealing_key()
    assert key.seal(DATA_DEVICE, DEVICE, bytes(32)) == SEALED
    assert key.seal(DATA_DEVICE, DEVICE, random=bytearray(32)) == SEALED
    drawn = {key.seal(DATA_DEVICE, DEVICE) for _ in range(9)} | {SEALED}
    assert len(drawn) == 10
    assert {KEY.open(sealed, DEVICE) for sealed in drawn} == {DATA_DEVICE}


def test_a_request_has_it_on_the_wire() -> None:
    request = RegistrationRequest(Vin(VIN), VehicleInfo(make="JEEP"), SEALED)
    payload = encode(request)
    assert payload.endswith(f'"vehicleInfo":{{"mk":"JEEP"}},"dataDevice":"{SEALED}"}}'.encode())
    assert decode(TopicKind.REGISTER_DEVICE, payload, "strict").message == request
    assert DATA_DEVICE.text.encode() not in payload
    other = payload.replace(str(SEALED).encode(), b"short")
    with pytest.raises(ProtocolError) as raised:
        decode(TopicKind.REGISTER_DEVICE, other)
    assert (raised.value.code, raised.value.path) == ("length", "/dataDevice")
    assert "short" not in str(raised.value)


def test_a_private_key_is_kept_and_not_shown() -> None:
    key = OpeningKey.generate()
    again = OpeningKey(bytes(key))
    assert again.sealing_key() == key.sealing_key()
    assert again != key
    assert repr(key) == str(key) == f"{key}" == "OpeningKey(<hidden>)"
    with pytest.raises(TypeError, match="pickle"):
        pickle.dumps(key)
    assert key.sealing_key() == SealingKey(bytes(key.sealing_key()))


NO_TEXT = f"{VIN}\ud800"


@pytest.mark.parametrize(
    ("attempt", "code"),
    [
        (lambda: SealedDeviceId(NO_TEXT), "surrogate"),
        (lambda: SealedDeviceId(NO_TEXT + "A" * 132), "surrogate"),
        (lambda: SealedDeviceId(VIN), "length"),
        (lambda: SealedDeviceId(VIN.center(150, "!")), "characters"),
        (lambda: SealedDeviceId.from_bytes(VIN.encode()), "length"),
        (lambda: OpeningKey(VIN.encode()), "key"),
        (lambda: SealingKey(VIN.encode()), "key"),
        (lambda: KEY.sealing_key().seal(DATA_DEVICE, DEVICE, VIN.encode()), "random"),
    ],
)
def test_no_error_repeats_what_it_refuses(attempt: Callable[[], object], code: str) -> None:
    with pytest.raises(ProtocolError) as raised:
        attempt()
    assert raised.value.code == code
    assert VIN not in f"{raised.value!r}{raised.value.args}"
