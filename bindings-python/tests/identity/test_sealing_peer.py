"""Sealing as P-1.7 describes it, by another implementation of HPKE (RFC 9180): each opens what
the other one seals.
"""

import pytest
from iot4emissions import DeviceId, OpeningKey, SealedDeviceId, SealingError
from pyhpke import AEADId, CipherSuite, KDFId, KEMId

SUITE = CipherSuite.new(KEMId.DHKEM_X25519_HKDF_SHA256, KDFId.HKDF_SHA256, AEADId.CHACHA20_POLY1305)
INFO = b"iot4emissions data device 1"
DEVICE = DeviceId("vehicle-7")
LONGEST = DeviceId("x" * 64)

each_id = pytest.mark.parametrize("device", [DeviceId("9a7d21e7"), LONGEST], ids=["short", "long"])


def sealed_by_peer(key: OpeningKey, text: bytes, info: bytes = INFO) -> SealedDeviceId:
    public = SUITE.kem.deserialize_public_key(bytes(key.sealing_key()))
    encapsulated, context = SUITE.create_sender_context(public, info=info)
    cipher = context.seal(text.ljust(64, b"\0"), aad=str(DEVICE).encode())
    return SealedDeviceId.from_bytes(encapsulated + cipher)


@each_id
def test_the_peer_opens_what_we_seal(device: DeviceId) -> None:
    key = OpeningKey.generate()
    private = SUITE.kem.deserialize_private_key(bytes(key))
    sealed = bytes(key.sealing_key().seal(device, DEVICE))
    context = SUITE.create_recipient_context(sealed[:32], private, info=INFO)
    opened = context.open(sealed[32:], aad=str(DEVICE).encode())
    assert opened == str(device).encode().ljust(64, b"\0")


@each_id
def test_we_open_what_the_peer_seals(device: DeviceId) -> None:
    key = OpeningKey.generate()
    assert key.open(sealed_by_peer(key, str(device).encode()), DEVICE) == device


@pytest.mark.parametrize("text", [b"JFXHF05K1L4104934", b"vehicle-7", b"", b"a\0b", b"\xff"])
def test_what_the_peer_seals_is_a_device_id_or_refused(text: bytes) -> None:
    key = OpeningKey.generate()
    with pytest.raises(SealingError) as raised:
        key.open(sealed_by_peer(key, text), DEVICE)
    assert raised.value.code == "device-id"
    assert "JFXHF05K1L4104934" not in repr(raised.value)


def test_what_the_peer_seals_for_another_use_is_refused() -> None:
    key = OpeningKey.generate()
    with pytest.raises(SealingError) as raised:
        key.open(sealed_by_peer(key, b"9a7d21e7", info=b"another"), DEVICE)
    assert raised.value.code == "sealed"
