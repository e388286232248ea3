"""``identity.json`` (P-1.7, P-2.1 to P-2.4)."""

import pytest
from iot4emissions import (
    CertificateError,
    DeviceId,
    OpeningKey,
    SealedDeviceId,
    SealingKey,
    ServiceNames,
    certificate_common_name,
)
from vectors_common import Case, bytes_of, cases, either, names, text, time_of


@pytest.mark.parametrize("case", cases("identity"), ids=names("identity"))
def test_identity(case: Case) -> None:
    match case["function"]:
        case "deviceId":
            either(case, "", lambda: DeviceId(text(case, "text")))
        case "serviceNames":
            either(
                case,
                "",
                lambda: ServiceNames(text(case, "registration"), text(case, "data")),
            )
        case "certificate":
            certificate, now = bytes_of(case, "certificate"), time_of(case["now"])
            either(case, "deviceId", lambda: DeviceId.from_certificate(certificate, now).text)
            if "commonName" in case:
                assert certificate_common_name(certificate, now) == case["commonName"]
            else:
                with pytest.raises(CertificateError):
                    certificate_common_name(certificate, now)
        case "seal":
            key = SealingKey(bytes.fromhex(case["sealingKey"]))
            assert OpeningKey(bytes.fromhex(case["key"])).sealing_key() == key
            device, data_device = DeviceId(case["deviceId"]), DeviceId(case["dataDevice"])
            random = bytes.fromhex(case["random"])
            either(case, "sealed", lambda: str(key.seal(data_device, device, random)))
        case "open":
            opening, sealed = OpeningKey(bytes.fromhex(case["key"])), SealedDeviceId(case["sealed"])
            device = DeviceId(case["deviceId"])
            either(case, "dataDevice", lambda: opening.open(sealed, device).text)
        case other:
            pytest.fail(f"there is no function {other}")
