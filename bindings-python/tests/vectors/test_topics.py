"""``topics.json`` (P-3.1 to P-3.8)."""

import pytest
from iot4emissions import Topic, TopicName, delivery
from vectors_common import Case, cases, either, names, text


def topic(found: Topic) -> Case:
    return {"device": found.device.text, "kind": found.kind}


def travels(kind: str) -> Case:
    row = delivery(kind)
    members = ("broker", "publisher", "qos", "retained", "subscriber")
    return {member: getattr(row, member) for member in members}


@pytest.mark.parametrize("case", cases("topics"), ids=names("topics"))
def test_topics(case: Case) -> None:
    match case["function"]:
        case "topic":
            either(case, "topic", lambda: topic(Topic.parse(text(case, "text"))))
        case "topicName":
            either(case, "", lambda: TopicName(text(case, "text")))
        case "delivery":
            either(case, "delivery", lambda: travels(case["kind"]))
        case other:
            pytest.fail(f"there is no function {other}")
