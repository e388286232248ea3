"""Reading many messages gives what reading each of them gives."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from iot4emissions import DecodeError, Parameter, Profile, decode, encode, read_transfers
from strategies import data_transfers
from transfers_support import rejected, rows

TOPIC = "iot4emissions/dataDevice/vehicle-7"

# What means something in JSON or in the protocol.
TELLING = (
    *(b"0", b"1", b".5", b"-", b"e1", b",", b":", b'"', b"{", b"}", b"[", b"]", b" ", b"\t"),
    *(b"null", b'"1"', b'"acquired":0,', b'"acquired":1,', b'"tfc":0.0,', b',"tdt":"2.55"'),
    *(b',"other":[]', b"\0", b"\xff", b"\\u0031", b"}]}", b"\xef\xbb\xbf"),
)

edits = st.tuples(st.integers(0, 400), st.integers(0, 3), st.sampled_from(TELLING))


@st.composite
def payloads(draw: st.DrawFn) -> bytes:
    """A message, mostly with something else in some places of it."""
    payload = encode(draw(data_transfers))
    if draw(st.booleans()):
        payload = payload.replace(b":", b": ").replace(b"}", b" }")
    for place, removed, inserted in draw(st.lists(edits, max_size=2)):
        at = place % (len(payload) + 1)
        payload = payload[:at] + inserted + payload[at + removed :]
    return payload


def one_by_one(sent: list[bytes], profile: Profile) -> tuple[list[Any], list[Any], Counter[Any]]:
    """Rows, rejected rows and deviations."""
    accepted: list[Any] = []
    refused: list[Any] = []
    deviations: Counter[Any] = Counter()
    for row, payload in enumerate(sent):
        try:
            decoded = decode(TOPIC, payload, profile)
        except DecodeError as error:
            refused.append((row, error.issues[0].code, error.issues[0].pointer))
            continue
        deviations.update(deviation.code for deviation in decoded.deviations)
        for snapshot in decoded.message.snapshots:
            present = snapshot.values.present()
            values = (present.get(parameter) for parameter in Parameter)
            accepted.append((int(snapshot.acquired.timestamp()), *values, row))
    return accepted, refused, deviations


@given(st.lists(payloads(), min_size=1, max_size=12), st.sampled_from(Profile))
@settings(max_examples=200)
def test_many_messages_are_read_like_each_of_them(sent: list[bytes], profile: Profile) -> None:
    expected = one_by_one(sent, profile)
    lines = b"\n".join(sent)
    for source in (
        [(None, payload) for payload in sent],
        [("a", payload) for payload in sent],
        lines,
    ):
        # A line of its own is a row without a message where it is blank.
        if source is lines and any(not payload.strip(b" \t\r") for payload in sent):
            continue
        read = read_transfers(source, profile=profile, form="payload", block_size=200, threads=2)
        assert [row[1:] for row in rows(read)] == expected[0]
        assert rejected(read) == expected[1]
        assert read.deviations == expected[2]
        assert read.rows == len(sent)
