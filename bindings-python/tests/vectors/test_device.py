"""``device.json`` (P-6, T-1 to T-13): what a device does, step by step."""

import copy
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from iot4emissions import OtaDevice
from iot4emissions.device import (
    Now,
    Output,
    Persist,
    Wait,
    input_from_json,
    input_to_json,
    output_from_json,
    output_to_json,
)
from vectors_common import Case, bytes_of, cases, names

CASES = {case["name"]: case for case in cases("device")}


def lineage(case: Case) -> list[Case]:
    """The traces that a trace goes on from, the first one first, and itself."""
    earlier = case["after"]
    return [*(lineage(CASES[earlier]) if earlier is not None else []), case]


class Bench:
    """A device and what is on its disk."""

    def __init__(self) -> None:
        self.device = OtaDevice()
        self.disk: bytes | None = None
        # What has been handed out to be stored, until the driver says what became of it.
        self.storing: tuple[bytes | None] | None = None

    def twin(self) -> "Bench":
        twin = Bench()
        twin.device, twin.disk, twin.storing = copy.copy(self.device), self.disk, self.storing
        return twin

    def step(self, step: Case) -> None:
        now = now_of(step["now"])
        self.take_in(now, step["input"])
        expected = [output_from_json(json.dumps(output)) for output in step["outputs"]]
        take = step.get("take")
        assert isinstance(expected[-1], Wait) == (take is None)
        found: list[Output] = []
        while take is None or len(found) < take:
            # What it took out before it goes on, it has stored.
            if self.storing is not None:
                self.take_in(now, {"persisted": {"bytes": 0}})
            found.append(self.device.poll_output())
            if isinstance(found[-1], Persist):
                self.storing = (self.device.record(),)
            if isinstance(found[-1], Wait):
                break
        assert found == expected
        assert [json.loads(output_to_json(output)) for output in found] == step["outputs"]
        assert remembered(self.device) == step["record"]
        assert self.device.status().accounts.balance(), "P-6.16"

    def take_in(self, now: Now, happened: Any) -> None:
        if happened == "powerLoss":
            self.storing = None
            self.device = OtaDevice.restore(self.disk) if self.disk else OtaDevice()
            return
        if happened == "persistFailed":
            self.storing = None
        if "persisted" in happened and self.storing is not None:
            (self.disk,), self.storing = self.storing, None
        if "message" in happened:
            message = dict(happened["message"])
            message["payload"] = list(bytes_of(message, "payload"))
            happened = {"message": message}
        given = input_from_json(json.dumps(happened))
        assert json.loads(input_to_json(given)) == happened
        self.device.handle_input(now, given)


def now_of(millis: Case) -> Now:
    """Both clocks (P-6.17)."""
    wall = datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=millis["wall"])
    return Now(timedelta(milliseconds=millis["monotonic"]), wall)


def seconds(time: datetime | None) -> int | None:
    return None if time is None else int(time.timestamp())


def remembered(device: OtaDevice) -> Case | None:
    if device.record() is None:
        return None
    status, due, configuration = device.status(), device.due, device.configuration
    assert status.state == device.state
    version = configuration and configuration.configuration.version
    assert version == status.configuration_version
    accounts = {
        "acknowledged": status.accounts.acknowledged,
        "acquired": status.accounts.acquired,
        "erased": status.accounts.erased,
        "evicted": status.accounts.evicted,
        "pending": status.accounts.pending,
        "setAside": status.accounts.set_aside,
    }
    last_test = status.last_test
    return {
        "accounts": accounts,
        "configurationVersion": version,
        "due": {
            "acquisition": seconds(due.acquisition),
            "transfer": seconds(due.transfer),
            "config_check": seconds(due.config_check),
        },
        "lastTest": last_test and {"time": seconds(last_test.time), "passed": last_test.passed},
        "pending": [seconds(snapshot.acquired) for snapshot in device.pending],
        "setAside": [seconds(snapshot.acquired) for snapshot, _ in device.set_aside],
        "state": device.state,
    }


@pytest.mark.parametrize("case", cases("device"), ids=names("device"))
def test_device(case: Case) -> None:
    bench = Bench()
    for trace in lineage(case):
        for step in trace["steps"]:
            # P-6.1: the same inputs, the same outputs.
            twin = bench.twin()
            bench.step(step)
            twin.step(step)
            assert twin.device == bench.device
