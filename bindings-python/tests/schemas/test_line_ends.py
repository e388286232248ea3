"""P-5.2: schemas and decoder agree on texts with the end of a line in them, in a validator whose
`$` also matches before a last line feed: Python's."""

import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from iot4emissions import DecodeError, Profile, TopicKind, decode, schema

MESSAGES = {
    "registration-request": TopicKind.REGISTER_DEVICE,
    "registration-status": TopicKind.REGISTER_SERVER,
    "configuration-status": TopicKind.CONFIG_SERVER,
    "data-transfer": TopicKind.DATA_DEVICE,
}
PROFILES = {"canonical": Profile.STRICT, "accepted": Profile.TOLERANT}
# What some dialect of regular expressions takes for the end of a line.
LINE_ENDS = ("\n", "\r", "\r\n", "\v", "\f", "\x85", "\u2028", "\u2029")


def texts_changed(value: Any, change: Any) -> Iterator[Any]:
    """The value once for each text and each name in it, with that one changed."""
    if isinstance(value, str):
        yield change(value)
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            for changed in texts_changed(inner, change):
                yield [*value[:place], changed, *value[place + 1 :]]
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield {change(other) if other == name else other: v for other, v in value.items()}
            for changed in texts_changed(inner, change):
                yield {**value, name: changed}


@pytest.mark.parametrize("form", PROFILES)
@pytest.mark.parametrize("name", MESSAGES)
def test_p_5_2_line_ends_are_judged_alike(name: str, form: str) -> None:
    described = schema(f"{name}.{form}")
    validator = jsonschema.Draft202012Validator(described)
    judged = 0
    for example in described["examples"]:
        assert validator.is_valid(example)
        for end in LINE_ENDS:
            for change in (lambda text: text + end, lambda text: end + text):  # noqa: B023
                for value in texts_changed(example, change):
                    payload = json.dumps(value).encode()
                    try:
                        decode(MESSAGES[name], payload, PROFILES[form])
                        accepted = True
                    except DecodeError:
                        accepted = False
                    assert validator.is_valid(value) == accepted, payload
                    judged += 1
    assert judged > 30


def test_the_report_of_a_line_feed_behind_a_make() -> None:
    request = {"vin": "JFXHF05K1L4104934", "vehicleInfo": {"mk": "JEEP\n"}}
    described = schema("registration-request.canonical")
    assert not jsonschema.Draft202012Validator(described).is_valid(request)
