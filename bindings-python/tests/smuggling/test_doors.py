"""Ways to smuggle a VIN, at the doors that Python has (P-1.5): what is shown of a text that was
refused, or taken, by an error, a ``repr``, a pickle, a log and the command line.

The ways are the core's, ``iot4emissions-proto/tests/smuggling/ways.json``, with those that no
filter stops.
"""

from __future__ import annotations

import contextlib
import copy
import io
import json
import logging
import pickle
from collections.abc import Callable
from pathlib import Path

import iot4emissions
import pytest
from iot4emissions import DeviceId, ProtocolError, Topic, Vin, decode
from iot4emissions._cli import main

WAYS = json.loads(
    (
        Path(__file__).parents[3] / "iot4emissions-proto" / "tests" / "smuggling" / "ways.json"
    ).read_text("utf-8")
)
VIN = "WVWZZZ1JZXW000001"


def shows(shown: str, text: str) -> bool:
    """As it was written, as JSON or Python write it, or the VIN itself."""
    forms = {text, json.dumps(text)[1:-1], repr(text)[1:-1], ascii(text)[1:-1]}
    return any(form in shown for form in forms) or VIN in shown.upper()


def registration(text: str) -> object:
    request = {"vin": "JFXHF05K1L4104934", "vehicleInfo": {"remark": text}}
    return decode("iot4emissions/registerDevice/a", json.dumps(request).encode())


def attribute_name(text: str) -> object:
    request = {"vin": "JFXHF05K1L4104934", "vehicleInfo": {text: "x"}}
    return decode("iot4emissions/registerDevice/a", json.dumps(request).encode())


def data_value(text: str) -> object:
    message = {"data": [{"acquired": 1_622_538_000, "tfc": text}]}
    return decode("iot4emissions/dataDevice/a", json.dumps(message).encode())


def data_member(text: str) -> object:
    message = {"data": [{"acquired": 1_622_538_000, "tfc": 1.0, text: 1}]}
    return decode("iot4emissions/dataDevice/a", json.dumps(message).encode())


def payload(text: str) -> object:
    return decode("iot4emissions/dataDevice/a", text.encode())


DOORS: list[Callable[[str], object]] = [
    DeviceId,
    Vin,
    Topic.parse,
    iot4emissions.Schedule,
    iot4emissions.SealedDeviceId,
    registration,
    attribute_name,
    data_value,
    data_member,
    payload,
]


def words_of(door: Callable[[str], object], text: str) -> list[str]:
    """All that is said of the text: by an error, or by what was taken, whole and copied."""
    try:
        taken = door(text)
    except ProtocolError as error:
        again = pickle.loads(pickle.dumps(error))
        assert str(again) == str(error)
        stored = pickle.dumps(error, protocol=0).decode("latin-1")
        return [str(error), repr(error), str(error.__dict__), repr(again), stored]
    written = io.StringIO()
    log = logging.Logger("doors")
    log.addHandler(logging.StreamHandler(written))
    log.error("found %r, as %s", taken, taken)
    return [repr(taken), repr(copy.copy(taken)), written.getvalue()]


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_what_is_shown_of_a_text_is_on_the_list(door: Callable[[str], object]) -> None:
    shown = []
    for way in WAYS:
        if way["unstoppable"] or way["separated"]:
            continue
        # A VIN is one, and its own repr hides it; what names no VIN may be shown.
        if any(shows(words, way["text"]) for words in words_of(door, way["text"])):
            shown.append(way["name"])
    assert shown == []


COMMANDS: list[Callable[[str], list[str]]] = [
    lambda text: ["topic", f"iot4emissions/dataDevice/{text}"],
    lambda text: ["topic", text],
    lambda text: ["schedule", text],
    lambda text: ["may", "publish", text, "iot4emissions/dataDevice/a"],
    lambda text: ["rules", "rmqtt", "--role", "data", "--device", text],
    lambda text: ["decode", "--kind", text],
    lambda text: ["validate", "--kind", "dataDevice", text],
    lambda text: ["transfers", text],
    lambda text: ["certificate", text],
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command("x")[0])
def test_what_the_command_line_says_of_a_text_is_on_the_list(
    command: Callable[[str], list[str]],
) -> None:
    shown = []
    for way in WAYS:
        # An argument with a zero byte is none.
        if way["unstoppable"] or way["separated"] or "\0" in way["text"]:
            continue
        said, complained = io.StringIO(), io.StringIO()
        with (
            contextlib.redirect_stdout(said),
            contextlib.redirect_stderr(complained),
            contextlib.suppress(SystemExit),
        ):
            main(command(way["text"]))
        # A file's name is what its user has called it.
        if shows(said.getvalue() + complained.getvalue(), way["text"]):
            shown.append(way["name"])
    assert shown == []


def test_there_are_over_four_hundred() -> None:
    assert len(WAYS) > 400
