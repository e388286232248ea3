"""A VIN is personal data (P-1.5): it stands in no repr, no error and no log."""

import itertools
import json
import logging
import traceback
from collections.abc import Callable
from typing import Any

import iot4emissions
import iot4emissions.services.data
import iot4emissions.services.registration
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from iot4emissions import (
    Decision,
    Decoded,
    DecodeError,
    Deviation,
    DeviceId,
    Issue,
    Principal,
    Profile,
    RegistrationRequest,
    RegistrationStatus,
    ServiceNames,
    Subscription,
    Topic,
    TopicFilter,
    TopicKind,
    TopicName,
    VehicleAttributeError,
    VehicleInfo,
    Vin,
    decode,
    encode,
    may_publish,
    may_receive,
    may_subscribe,
)
from samples import SAMPLES, make
from strategies import vins

LOGGER = logging.getLogger(__name__)
# In two parts, so that it does not stand in the source lines of a traceback.
VIN = "JFXHF05K" + "1L4104934"
FORMS = [VIN, VIN.lower(), f"of {VIN}.", f"\x0b{VIN.lower()}\n", f"{VIN}'\"", f"ä{VIN}ß"]

each_form = pytest.mark.parametrize("text", FORMS)


def shown(value: Any) -> str:
    """All that people and logs see of a value."""
    return "\n".join([repr(value), f"{value!r}", f"{[value]}", repr({value: value})])


def assert_hidden(shown: str, vin: str = VIN) -> None:
    assert vin.lower() not in shown.lower()


VALUES: dict[str, Callable[[str], Any]] = {
    "VehicleInfo": lambda text: VehicleInfo(family=text),
    "VehicleInfo.innovative_technology": lambda text: VehicleInfo(innovative_technology=text),
    "VehicleInfo.further": lambda text: VehicleInfo(further={"remark": text}),
    "RegistrationRequest": lambda text: RegistrationRequest(Vin(VIN), VehicleInfo(family=text)),
    "RegistrationStatus": lambda text: RegistrationStatus(False, text),
    "Decoded": lambda text: Decoded(RegistrationStatus(False, text)),
    "Deviation": lambda text: Deviation("spelling", f"/{text}", text),
    "Issue": lambda text: Issue("type", text, 1, 1, text, text),
    "Decision": lambda text: Decision(False, text, text, text),
    "TopicFilter": lambda text: TopicFilter(f"a/{text}/#"),
    "TopicName": lambda text: TopicName(f"a/{text}"),
    "Subscription": lambda text: Subscription(TopicFilter(f"{text}/#"), text),
}


@each_form
@pytest.mark.parametrize("name", VALUES)
def test_no_repr_shows_a_vin(name: str, text: str) -> None:
    bears_attributes = name.startswith("VehicleInfo") or name == "RegistrationRequest"
    if bears_attributes and not text.isprintable():
        # No attribute has a control character (P-5.12), and the refusal hides it, too.
        with pytest.raises(VehicleAttributeError) as caught:
            VALUES[name](text)
        assert_hidden(str(caught.value))
        return
    value = VALUES[name](text)
    assert_hidden(shown(value))
    assert "<VIN hidden>" in repr(value)
    # It is hidden, not lost.
    assert value == VALUES[name](text)


def test_a_vin_is_shown_by_its_text_alone() -> None:
    vin = Vin(VIN)
    assert vin.text == VIN
    assert repr(vin) == str(vin) == f"{vin}" == "Vin('<VIN hidden>')"
    fields = [name for name in dir(vin) if not name.startswith("__")]
    assert [name for name in fields if VIN in str(getattr(vin, name))] == ["text"]


def test_str_and_format_of_what_holds_one() -> None:
    request = RegistrationRequest(Vin(VIN), VehicleInfo())
    decoded = decode(TopicKind.REGISTER_DEVICE, encode(request))
    for value in (request, request.vin, Decoded(request), decoded):
        assert_hidden(f"{value} {value!s} {value!r} {value!a}")


def test_samples_show_no_vin() -> None:
    for expression in itertools.chain(*SAMPLES.values()):
        assert_hidden(shown(make(expression)))


def attempts(text: str) -> dict[str, Callable[[], Any]]:
    """Everything that takes a text, with one that is refused."""
    payload = json.dumps(
        {"vin": text + "!", "vehicleInfo": {"mk": text * 3, text: text, "mt": text, "z": 10**9}}
    ).encode()
    state = json.dumps({"deviceState": {"vin": text}, text: None}).encode()
    schedule = {"acquireFrequency": text, "version": text, "registrationMqtt": text}
    configuration = json.dumps({"deviceState": text, "configuration": schedule}).encode()
    here = iot4emissions.Endpoint("a", 1)
    return {
        "Vin": lambda: Vin(text + "0"),
        "DeviceId": lambda: DeviceId(text + "/"),
        "DeviceId of that shape": lambda: DeviceId(VIN),
        "ServiceNames": lambda: ServiceNames(text + "/", "b"),
        "Topic": lambda: Topic.parse(f"iot4emissions/dataDevice/{text}/"),
        "Topic of another family": lambda: Topic.parse(f"{text}/{text}/{text}"),
        "TopicFilter": lambda: TopicFilter(f"{text}+"),
        "TopicName": lambda: TopicName(f"{text}/#"),
        "Subscription": lambda: Subscription(TopicFilter("a"), f"{text}/"),
        "VehicleInfo": lambda: VehicleInfo(make=text * 2),
        "VehicleInfo.further": lambda: VehicleInfo(further={text: "a"}),
        "InterpolationFamily": lambda: iot4emissions.InterpolationFamily.parse(text),
        "TypeApprovalNumber": lambda: iot4emissions.TypeApprovalNumber.parse(text),
        "Endpoint": lambda: iot4emissions.Endpoint(f"{text}.-", 1),
        "Endpoint by number": lambda: iot4emissions.Endpoint(f"{text}.7", 1),
        "Configuration": lambda: iot4emissions.Configuration(here, here, text, text, text, 1),
        "Finding": lambda: iot4emissions.Finding(text),
        "Issue": lambda: Issue(text, "", 1, 1, "", ""),
        "Profile": lambda: decode(TopicKind.DATA_DEVICE, b"", text),
        "decode, topic": lambda: decode(f"iot4emissions/dataDevice/{text}+", b""),
        "decode, request": lambda: decode(TopicKind.REGISTER_DEVICE, payload),
        "decode, strict": lambda: decode(TopicKind.REGISTER_DEVICE, payload, "strict"),
        "decode, cut": lambda: decode(TopicKind.REGISTER_DEVICE, payload[:-1]),
        "decode, other kind": lambda: decode(TopicKind.DATA_DEVICE, payload),
        "decode, state": lambda: decode(TopicKind.REGISTER_SERVER, state),
        "decode, configuration": lambda: decode(TopicKind.CONFIG_SERVER, configuration),
        "certificate": lambda: DeviceId.from_certificate(payload),
    }


@each_form
@pytest.mark.parametrize("name", attempts(VIN))
def test_no_error_shows_a_vin(name: str, text: str, caplog: pytest.LogCaptureFixture) -> None:
    attempt = attempts(text)[name]
    with pytest.raises(iot4emissions.ProtocolError) as caught:
        attempt()
    error = caught.value
    parts = [str(error), repr(error), error.code, error.path, *map(str, error.args)]
    parts += [part for issue in error.issues for part in (str(issue), repr(issue), shown(issue))]
    parts += traceback.format_exception(error)
    with caplog.at_level(logging.DEBUG):
        LOGGER.error("refused: %s", error, exc_info=error)
    parts.append(caplog.text)
    assert_hidden("\n".join(parts))


# Half a surrogate pair, as a name of a file or a text from elsewhere may have it.
NO_TEXT = VIN + "\ud800"


def constructions() -> dict[str, Callable[[], Any]]:
    """What takes any text, and makes something of it."""
    other = "b"
    registration, data = iot4emissions.services.registration, iot4emissions.services.data
    return {
        "RegistrationStatus": lambda: RegistrationStatus(False, NO_TEXT),
        "Principal": lambda: Principal.from_name(NO_TEXT),
        "Issue": lambda: Issue("not-json", NO_TEXT, 1, 1, other, other),
        "Deviation": lambda: Deviation("spelling", NO_TEXT, other),
        "AwsPlace": lambda: iot4emissions.AwsPlace(NO_TEXT),
        "TlsFiles": lambda: iot4emissions.TlsFiles(NO_TEXT, other, other),
        "export_rules, folder": lambda: iot4emissions.export_rules(
            "mosquitto", "data", folder=NO_TEXT
        ),
        "export_rules, listen": lambda: iot4emissions.export_rules(
            "mosquitto", "data", listen=NO_TEXT
        ),
        "may_publish": lambda: may_publish(Principal.from_name("d"), "data", NO_TEXT),
        "may_subscribe": lambda: may_subscribe(Principal.from_name("d"), "data", NO_TEXT),
        "TopicFilter.matches": lambda: TopicFilter("a").matches(NO_TEXT),
        "schema": lambda: iot4emissions.schema(NO_TEXT),
        "Schedule": lambda: iot4emissions.Schedule(NO_TEXT),
        "is_member_state": lambda: registration.is_member_state(NO_TEXT),
        "event_from_json": lambda: registration.event_from_json(NO_TEXT),
        "effect_from_json": lambda: registration.effect_from_json(NO_TEXT),
        "VehicleRecord.from_json": lambda: registration.VehicleRecord.from_json(NO_TEXT),
        "notice_from_json": lambda: data.notice_from_json(NO_TEXT),
        "DeviceRecord.from_json": lambda: data.DeviceRecord.from_json(NO_TEXT),
        "AttributeContainsVin": lambda: registration.AttributeContainsVin(DeviceId("d"), NO_TEXT),
    }


def assert_no_surrogate_is_shown(attempt: Callable[[], Any], caplog: Any) -> str:
    with pytest.raises(iot4emissions.ProtocolError) as caught:
        attempt()
    error = caught.value
    with caplog.at_level(logging.DEBUG):
        LOGGER.error("refused: %s %r", error, error.args, exc_info=error)
    parts = [repr(error), *traceback.format_exception(error), caplog.text]
    assert_hidden("\n".join(parts))
    return error.code


@pytest.mark.parametrize("name", attempts(VIN))
def test_no_text_with_half_a_surrogate_pair_is_shown(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert_no_surrogate_is_shown(attempts(NO_TEXT)[name], caplog)


@pytest.mark.parametrize("name", constructions())
def test_half_a_surrogate_pair_is_named_and_its_text_is_not(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert assert_no_surrogate_is_shown(constructions()[name], caplog) == "surrogate"


@pytest.mark.parametrize("text", [*FORMS, NO_TEXT])
def test_no_enumeration_repeats_what_it_does_not_have(text: str) -> None:
    with pytest.raises(ValueError, match=r"^expected one of strict, tolerant as ") as caught:
        Profile(text)
    assert_hidden("".join(traceback.format_exception(caught.value)))


def test_hiding_is_total() -> None:
    hidden = iot4emissions.hide_vins(f"no answer for {NO_TEXT}")
    assert hidden.startswith("no answer for <VIN hidden>\ufffd")
    assert iot4emissions.hide_vins("\ud800").count("\ufffd") == len(
        iot4emissions.hide_vins("\ud800")
    )


def test_a_vin_that_is_the_text_it_is_hidden_with() -> None:
    """Hiding it must end: these bytes were read for ever."""
    payload = b'{"vin":"vin hidden","vehicleInfo":{"mt":"vin hidden"}}'
    with pytest.raises(DecodeError) as caught:
        decode(TopicKind.REGISTER_DEVICE, payload)
    found = [(issue.pointer, issue.found) for issue in caught.value.issues]
    assert found == [("/vin", "10"), ("/vehicleInfo/mt", '"<VIN hidden>"')]


@each_form
def test_no_decision_shows_a_vin(text: str) -> None:
    device = Principal.device(DeviceId("vehicle-7"))
    topic = f"iot4emissions/dataDevice/{text}"
    for decision in (
        may_publish(device, "data", topic),
        may_subscribe(device, "data", topic + "/#"),
        may_receive(device, "data", text),
    ):
        assert not decision
        assert_hidden(f"{shown(decision)} {decision.reason} {decision.code}")


def test_no_log_shows_a_vin(caplog: pytest.LogCaptureFixture) -> None:
    request = RegistrationRequest(Vin(VIN), VehicleInfo(family=VIN))
    with caplog.at_level(logging.DEBUG):
        LOGGER.info("%s %r %s", request, Decoded(request), {"request": [request.vin]})
    assert "RegistrationRequest" in caplog.text
    assert_hidden(caplog.text)


@given(vins, st.text(max_size=9), st.text(max_size=9))
@example(Vin("00000000000000000"), "", "")
def test_any_vin_in_any_text(vin: Vin, before: str, after: str) -> None:
    # Digits alone are a number wherever nothing says that they are a VIN.
    if not vin.text.isdecimal():
        for text in (vin.text, vin.text.lower()):
            status = RegistrationStatus(False, f"{before} {text} {after}")
            assert_hidden(shown(status), vin.text)
    for value in (vin, RegistrationRequest(vin, VehicleInfo())):
        assert_hidden(shown(value), vin.text)


def test_what_is_no_vin_is_shown() -> None:
    """Otherwise all of the above could be had by hiding everything."""
    family = "IP-03_MX_0169-1C4-1"
    assert repr(VehicleInfo(family=family)) == f"VehicleInfo(family={family!r})"
    assert VIN[:-1] in repr(RegistrationStatus(False, VIN[:-1]))
