"""``filters.json`` (P-3.7, P-3.8)."""

import pytest
from iot4emissions import Subscription, TopicFilter
from vectors_common import Case, cases, either, names, text


def subscription(found: Subscription) -> Case:
    return {"filter": found.filter.text, "group": found.group}


@pytest.mark.parametrize("case", cases("filters"), ids=names("filters"))
def test_filters(case: Case) -> None:
    match case["function"]:
        case "filter":
            either(case, "", lambda: TopicFilter(text(case, "text")))
        case "subscription":
            either(
                case, "subscription", lambda: subscription(Subscription.parse(text(case, "text")))
            )
        case "matches":
            found = TopicFilter(text(case, "filter")).matches(text(case, "topic"))
            either(case, "matches", lambda: found)
        case "covers":
            other = TopicFilter(text(case, "other"))
            found = TopicFilter(text(case, "filter")).covers(other)
            either(case, "covers", lambda: found)
        case unknown:
            pytest.fail(f"there is no function {unknown}")
