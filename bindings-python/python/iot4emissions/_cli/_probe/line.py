"""One connection to a broker."""

from __future__ import annotations

import socket
import ssl
import time
from contextlib import suppress
from dataclasses import dataclass

from ..._errors import ProtocolError
from ..._native import (
    _Probe,
    probe_disconnect,
    probe_pingreq,
    probe_puback,
    probe_publish,
    probe_read,
    probe_subscribe,
)

# What is read of a packet, and so of a connection: more than any message of the protocol has.
LONGEST_PACKET = 1 << 20
# From here on a code says no.
NO = 0x80
# MQTT 3.1.1 and 5 say so of a version that the broker does not speak.
OTHER_VERSION = {1, 0x84}
# Every payload of every probe starts so.
ANY_PROBE = b"iot4emissions-probe "

Packet = tuple[str, int, int, str, bytes, bool, int]


class Gone(Exception):  # noqa: N818 - a connection that ends is an answer, not an error.
    """The connection is over, or there was none: what was seen, and its code."""

    def __init__(self, seen: str, code: int | None = None) -> None:
        super().__init__(seen)
        self.seen = seen
        self.code = code

    def on_connect(self) -> Gone:
        """The same, where it is an answer to CONNECT."""
        if self.seen == "refused" and self.code in OTHER_VERSION:
            return Gone("version-refused", self.code)
        return self


@dataclass(frozen=True)
class Kept:
    """A message that was kept, on one of the probe's topics, by somebody else."""

    topic: str
    by_a_probe: bool


class Line:
    """A connection that has sent CONNECT and got its answer."""

    def __init__(
        self,
        stream: ssl.SSLSocket,
        plan: _Probe,
        version: str,
        connect: bytes,
        patience: float,
    ) -> None:
        self._stream = stream
        self._plan = plan
        self._version = version
        self._patience = patience
        self._unread = bytearray()
        self._last_id = 0
        self._topics = frozenset(each[4] for each in plan.questions() if each[3] == "publish")
        self.arrived: set[int] = set()
        self.retained: set[int] = set()
        self.kept: set[Kept] = set()
        self.system = False
        self.session_present = False
        try:
            self._send(connect)
            self._connected(self._answer("CONNACK", 0))
        except BaseException:
            self.cut()
            raise

    def _connected(self, answer: Packet) -> None:
        _, _, code, _, _, present, _ = answer
        if code:
            raise Gone("refused", code)
        self.session_present = present

    def publish(self, topic: str, payload: bytes, retain: bool = False) -> int:
        """Returns PUBACK's code, 0 in MQTT 3.1.1 whatever became of it."""
        number = self._id()
        self._send(probe_publish(self._version, number, topic, payload, retain))
        return self._answer("PUBACK", number)[2]

    def subscribe(self, filter: str) -> int:
        """Returns SUBACK's code."""
        number = self._id()
        self._send(probe_subscribe(self._version, number, filter))
        return self._answer("SUBACK", number)[2]

    def ping(self) -> None:
        """What the broker has sent before its answer has arrived then."""
        self._send(probe_pingreq())
        self._answer("PINGRESP", 0)

    def wait_for(self, number: int, seconds: float) -> bool:
        """Whether the message of a question arrives."""
        until = time.monotonic() + seconds
        while number not in self.arrived:
            packet = self._next(until)
            if packet is None:
                return False
            self._take(packet)
        return True

    def close(self) -> None:
        """Says good-bye; no will is published."""
        with suppress(Gone):
            self._send(probe_disconnect())
        self.cut()

    def cut(self) -> None:
        """Vanishes."""
        with suppress(OSError):
            self._stream.close()

    def _id(self) -> int:
        self._last_id = self._last_id % 0xFFFF + 1
        return self._last_id

    def _send(self, packet: bytes) -> None:
        try:
            self._stream.settimeout(self._patience)
            self._stream.sendall(packet)
        except TimeoutError:
            raise Gone("silent") from None
        except OSError as error:
            # The broker may have said why before it closed.
            until = time.monotonic() + self._patience
            while (said := self._next(until)) is not None:
                if said[0] == "DISCONNECT":
                    raise Gone("refused", said[2]) from None
            raise self._ended(error) from None

    def _answer(self, name: str, number: int) -> Packet:
        until = time.monotonic() + self._patience
        while (packet := self._next(until)) is not None:
            if packet[:2] == (name, number):
                return packet
            self._take(packet)
        raise Gone("silent")

    def _take(self, packet: Packet) -> None:
        name, number, code, topic, payload, retained, _ = packet
        if name == "DISCONNECT":
            raise Gone("refused", code)
        if name != "PUBLISH":
            return
        question = self._plan.number(payload)
        if question is not None:
            self.arrived.add(question)
            if retained:
                self.retained.add(question)
        elif topic.startswith("$SYS/"):
            self.system = True
        elif retained and topic in self._topics and payload:
            self.kept.add(Kept(topic, payload.startswith(ANY_PROBE)))
        if number:
            self._send(probe_puback(number))

    def _next(self, until: float) -> Packet | None:
        """The next packet; ``None`` when the time is over."""
        while True:
            try:
                found = probe_read(self._version, bytes(self._unread), LONGEST_PACKET)
            except ProtocolError:
                raise Gone("closed") from None
            if found is not None:
                del self._unread[: found[-1]]
                return found
            left = until - time.monotonic()
            if left <= 0:
                return None
            try:
                self._stream.settimeout(left)
                some = self._stream.recv(1 << 16)
            except TimeoutError:
                return None
            except OSError as error:
                raise self._ended(error) from None
            if not some:
                raise Gone("closed")
            self._unread += some

    @staticmethod
    def _ended(error: OSError) -> Gone:
        # From TLS 1.3 on the refusal of a certificate arrives where the answer would.
        alert = isinstance(error, ssl.SSLError) and not isinstance(error, ssl.SSLEOFError)
        return Gone("tls-refused" if alert else "closed")


def open_socket(address: tuple[str, int], patience: float) -> socket.socket:
    """A connection without anything said yet."""
    try:
        found = socket.create_connection(address, patience)
    except TimeoutError:
        raise Gone("silent") from None
    except OSError:
        raise Gone("unreachable") from None
    found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return found
