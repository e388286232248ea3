"""``identity.json`` (P-2.1 to P-2.4)."""

import pytest
from iot4emissions import (
    CertificateError,
    DeviceId,
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
        case other:
            pytest.fail(f"there is no function {other}")
