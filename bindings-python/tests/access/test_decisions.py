"""The access rules (P-4) through the Python surface; the cases are in ``vectors``."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from iot4emissions import (
    BrokerRole,
    Decision,
    Delivery,
    DeviceId,
    DeviceIdError,
    Party,
    Principal,
    ServiceNames,
    Subscription,
    Topic,
    TopicFilter,
    TopicKind,
    TopicName,
    delivery,
    may_publish,
    may_receive,
    may_subscribe,
)

OWN = DeviceId("vehicle-7")
PRINCIPALS = {
    Party.DEVICE: Principal.device(OWN),
    Party.REGISTRATION_SERVICE: Principal.registration_service(),
    Party.DATA_SERVICE: Principal.data_service(),
}


@pytest.mark.parametrize(
    ("kind", "broker", "party"), list(itertools.product(TopicKind, BrokerRole, Party))
)
def test_rights_are_those_of_the_deliveries(
    kind: TopicKind, broker: BrokerRole, party: Party
) -> None:
    """P-4.1 to P-4.3 follow from who publishes and subscribes what, and where."""
    principal, topic, row = PRINCIPALS[party], Topic(kind, OWN), delivery(kind)
    here = broker is row.broker
    publishes = here and party is row.publisher
    reads = here and party is row.subscriber
    assert may_publish(principal, broker, topic).allowed is publishes
    retained = may_publish(principal, broker, topic, retain=True)
    assert retained.allowed is (publishes and row.retained)
    if publishes and not row.retained:
        assert (retained.rule, retained.code) == ("P-4.2", "retained")
    assert may_subscribe(principal, broker, topic).allowed is reads
    assert may_receive(principal, broker, topic).allowed is reads
    # Another device's topic, and all of them: of no use to a device.
    other = Topic(kind, DeviceId("vehicle-8"))
    everything = f"iot4emissions/{kind}/+"
    service = party is not Party.DEVICE
    assert may_publish(principal, broker, other).allowed is (publishes and service)
    assert may_subscribe(principal, broker, everything).allowed is (reads and service)
    shared = may_subscribe(principal, broker, f"$share/readers/{topic}")
    assert shared.allowed is (reads and service)
    if not service:
        assert (shared.rule, shared.code) == ("P-3.7", "shared-by-device")


def test_a_decision_is_true_or_says_why() -> None:
    allowed = may_receive(PRINCIPALS[Party.DEVICE], "data", "iot4emissions/configServer/vehicle-7")
    assert allowed == Decision(True)
    assert bool(allowed) is True
    assert (allowed.rule, allowed.reason, allowed.code) == (None, None, None)
    denied = may_receive(PRINCIPALS[Party.DEVICE], "data", "iot4emissions/configServer/vehicle-8")
    assert bool(denied) is False
    assert denied == Decision(
        False,
        "P-4.1",
        "expected the device's own ID in the topic, found another one or a wildcard",
        "other-device",
    )


def test_what_is_no_topic_is_denied_and_raises_nothing() -> None:
    service = Principal.data_service()
    denied = may_publish(service, "data", "iot4emissions/configServer/+")
    assert (denied.rule, denied.code) == ("P-2.1", "character")
    denied = may_subscribe(service, "data", "iot4emissions/#/a")
    assert (denied.rule, denied.code) == ("P-3.8", "not-last")
    denied = may_receive(service, "data", "")
    assert (denied.rule, denied.code) == ("P-3.8", "empty")


@pytest.mark.parametrize("broker", [BrokerRole.DATA, "data"])
@pytest.mark.parametrize("form", [str, Topic.parse, TopicName])
def test_forms_of_a_topic(broker: str, form: type) -> None:
    topic = form("iot4emissions/dataDevice/vehicle-7")
    assert may_publish(PRINCIPALS[Party.DEVICE], broker, topic)
    assert may_receive(PRINCIPALS[Party.DATA_SERVICE], broker, topic)


@pytest.mark.parametrize("form", [str, Topic.parse, TopicFilter, Subscription.parse])
def test_forms_of_a_filter(form: type) -> None:
    filter = form("iot4emissions/dataDevice/vehicle-7")
    assert may_subscribe(PRINCIPALS[Party.DATA_SERVICE], "data", filter)
    assert not may_subscribe(PRINCIPALS[Party.DEVICE], "data", filter)


LEVELS = st.sampled_from(
    ["iot4emissions", "dataDevice", "configServer", "vehicle-7", "vehicle-8", "+", "#", "", "$SYS"]
)
TEXTS = st.lists(LEVELS, min_size=1, max_size=5).map("/".join)


@given(st.sampled_from(list(PRINCIPALS.values())), st.sampled_from(BrokerRole), TEXTS, TEXTS)
def test_whoever_may_subscribe_may_receive_what_matches(
    principal: Principal, broker: BrokerRole, filter: str, topic: str
) -> None:
    """P-4.2: the two agree, whichever of them a broker checks."""
    try:
        parsed, name = TopicFilter(filter), TopicName(topic)
    except ValueError:
        return
    if may_subscribe(principal, broker, parsed) and parsed.matches(topic):
        assert may_receive(principal, broker, name)


@given(TEXTS, st.text(max_size=3))
def test_subscriptions_are_read_as_they_are_written(filter: str, group: str) -> None:
    for text in (filter, f"$share/{group}/{filter}"):
        try:
            subscription = Subscription.parse(text)
        except ValueError:
            continue
        assert str(subscription) == text
        assert Subscription(subscription.filter, subscription.group) == subscription
        if text != filter:
            assert subscription.group == group.partition("/")[0]


def test_principals_and_their_names() -> None:
    names = ServiceNames("registrar", "collector")
    assert Principal.from_name("registrar", names) == Principal.registration_service()
    assert Principal.from_name("collector", names) == Principal.data_service()
    assert Principal.from_name("vehicle-7", names) == Principal.device(OWN)
    for principal in PRINCIPALS.values():
        for services in (names, ServiceNames()):
            assert Principal.from_name(principal.name(services), services) == principal
        assert Principal.from_name(principal.name()) == principal
    with pytest.raises(DeviceIdError):
        Principal.from_name("obfcm-data-service", names)


def test_deliveries() -> None:
    for kind in TopicKind:
        assert delivery(kind) == delivery(str(kind)) == Delivery(kind)
        assert delivery(kind).kind is kind
        assert delivery(kind).qos == 1
    assert {delivery(kind).retained for kind in TopicKind} == {True, False}
