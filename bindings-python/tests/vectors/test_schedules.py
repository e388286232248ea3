"""``schedules.json`` (P-5.33, P-5.34, P-6.8)."""

import pytest
from iot4emissions import Schedule, ScheduleError
from vectors_common import Case, cases, either, names, text, time_of


@pytest.mark.parametrize("case", cases("schedules"), ids=names("schedules"))
def test_schedules(case: Case) -> None:
    match case["function"]:
        case "refused":
            either(case, "", lambda: Schedule(text(case, "text")))
            if "field" in case:
                with pytest.raises(ScheduleError) as raised:
                    Schedule(text(case, "text"))
                assert raised.value.field == case["field"]
        case "occurrences":
            after, schedule = time_of(case["after"]), Schedule(text(case, "text"))
            found = list(schedule.occurrences(after, limit=3))
            assert found == [time_of(seconds) for seconds in case["next"]]
            assert schedule.next_after(after) == (found[0] if found else None)
        case "equal":
            first, other = Schedule(text(case, "text")), Schedule(text(case, "other"))
            assert (first == other) == case["equal"]
            assert len({first, other}) == (1 if case["equal"] else 2)
        case "explain":
            schedule = Schedule(text(case, "text"))
            assert schedule.explain() == case["words"]
            assert schedule.per_year == (case["fewestInAYear"], case["mostInAYear"])
            assert [lint.code for lint in schedule.lint()] == case["lints"]
        case other:
            pytest.fail(f"there is no function {other}")
