"""``iot4emissions rules --check``."""

from __future__ import annotations

import argparse
import ipaddress
import secrets
import socket
import sys

from .._enums import BrokerRole, TlsVersion
from .._errors import CertificateError, ProtocolError
from .._native import DeviceId, ServiceNames, _Probe, certificate_common_name
from ._input import content
from ._say import UserError, complain, say

EPILOG = """
--check asks a running broker, in MQTT 3.1.1 and 5, what it grants beyond the rules, and what it
refuses that they grant. FORMAT, if given, is how the broker was configured: what that cannot
avoid is named as known. It publishes, also with RETAIN, to the topics of the two devices and to
iot4emissions-probe/<device>, and clears what was kept. The devices have to be made for this,
and the broker not be in use: connecting ends the connections of who has the same names.

  iot4emissions rules mosquitto --role data --check localhost:8883 --authority ca.pem \\
    --as-device test-1.pem test-1.key --as-other test-2.pem test-2.key \\
    --as-service service.pem service.key --without-common-name nameless.pem nameless.key
  iot4emissions rules --role data --check broker.example:8883 --yes-this-host …

exit status: 0 nothing beyond the rules, 1 findings, 2 wrong arguments, or some question could
not be asked
"""

PAIRS = {
    "device": ("as-device", "a device that is made for this, which tries what it may not"),
    "other": ("as-other", "another one, at whose topics it tries"),
    "service": ("as-service", "the service of this broker"),
    "without-common-name": (
        "without-common-name",
        "a certificate of the same authority that names nobody; without it some is not asked",
    ),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("asking a running broker")
    group.add_argument("--check", metavar="HOST:PORT", help="ask this broker instead of writing")
    for option, help in PAIRS.values():
        group.add_argument(f"--{option}", nargs=2, metavar=("CERTIFICATE", "KEY"), help=help)
    group.add_argument(
        "--authority",
        metavar="FILE",
        help="the authority of the broker's certificate [default: those of the system]",
    )
    group.add_argument(
        "--server-name", metavar="NAME", help="the name in that certificate [default: HOST]"
    )
    group.add_argument(
        "--yes-this-host",
        action="store_true",
        help="do not ask before speaking to a host other than this machine",
    )
    group.add_argument(
        "--within",
        type=_seconds,
        default=600.0,
        metavar="SECONDS",
        help="how long all of it may take; what is left is not asked [default: 600]",
    )
    group.add_argument(
        "--settle",
        type=_seconds,
        default=0.3,
        metavar="SECONDS",
        help="how long to wait for a message that should not come; longer for a broker far away "
        "or of several nodes [default: 0.3]",
    )


def _seconds(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = -1.0
    if not 0.01 <= found <= 86_400:
        raise argparse.ArgumentTypeError(
            f'expected a number of seconds from 0.01 to 86400, found "{text}"'
        )
    return found


def run(arguments: argparse.Namespace) -> int:
    from ._probe.asking import Asking
    from ._probe.dial import Dialler

    host, port = _place(arguments.check)
    pairs = {
        who: (given[0], given[1])
        for who, (option, _) in PAIRS.items()
        if (given := getattr(arguments, option.replace("-", "_"))) is not None
    }
    plan = _plan(arguments, pairs)
    address = _permitted(host, port, arguments.yes_this_host)
    dialler = Dialler(
        address=address,
        server_name=arguments.server_name or host,
        authority=arguments.authority,
        pairs=pairs,
        patience=PATIENCE,
    )
    dialler.check()
    asking = Asking(
        plan,
        dialler,
        seconds=arguments.within,
        settle=arguments.settle,
        progress=complain if sys.stderr.isatty() else lambda _: None,
    )
    try:
        answers = asking.run()
    except KeyboardInterrupt:
        for topic in asking.left:
            complain(f"left-behind: {topic} still keeps a message of the probe")
        raise
    findings, not_asked, answered, speaks_mqtt_5 = plan.judge(
        answers, asking.left, arguments.format
    )
    say(f"{arguments.check}: {answered} of {len(answers)} questions answered")
    if not speaks_mqtt_5:
        say("the broker does not speak MQTT 5")
    beyond = [f"{code}: {text}" for code, text, known in findings if known is None]
    for line in beyond:
        say(line)
    for name in dict.fromkeys(known for _, _, known in findings if known is not None):
        texts = [text for _, text, known in findings if known == name]
        more = f"; {len(texts) - 1} more of this" if len(texts) > 1 else ""
        say(f"known ({name}): {texts[0]}{more}")
    for what, why in not_asked:
        say(f"not asked: {what} ({why})")
    if not beyond and not not_asked:
        say("nothing beyond the rules")
    return 1 if beyond else 2 if not_asked else 0


# How long a broker may take for an answer, s.
PATIENCE = 5.0


def _place(text: str) -> tuple[str, int]:
    host, colon, port = text.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not (colon and host and port.isascii() and port.isdecimal() and 0 < int(port[:6]) < 65_536):
        raise UserError(f'expected a host and a port such as localhost:8883, found "{text}"')
    return host, int(port)


def _plan(arguments: argparse.Namespace, pairs: dict[str, tuple[str, str]]) -> _Probe:
    if arguments.role is None:
        raise UserError("expected --role with --check: which of the two brokers it is")
    missing = [f"--{PAIRS[who][0]}" for who in ("device", "other", "service") if who not in pairs]
    if missing:
        raise UserError(f"expected {' and '.join(missing)} with --check")
    try:
        services = ServiceNames(arguments.registration_service, arguments.data_service)
        device, other = (_device(pairs[who][0]) for who in ("device", "other"))
        _check_names(arguments.role, services, pairs)
        return _Probe(
            arguments.role,
            device,
            other,
            services,
            secrets.token_hex(8),
            arguments.oldest_tls == TlsVersion.V1_2,
        )
    except ProtocolError as error:
        raise UserError(str(error)) from None


def _device(name: str) -> DeviceId:
    try:
        return DeviceId.from_certificate(content(name))
    except CertificateError as error:
        raise UserError(f"{name}: {error}") from None


def _check_names(role: str, services: ServiceNames, pairs: dict[str, tuple[str, str]]) -> None:
    name, _ = pairs["service"]
    wanted = services.registration if role == BrokerRole.REGISTRATION else services.data
    try:
        found = certificate_common_name(content(name))
    except CertificateError as error:
        raise UserError(f"{name}: {error}") from None
    if found != wanted:
        raise UserError(f'{name}: expected the common name "{wanted}", found another one')
    if "without-common-name" in pairs:
        name, _ = pairs["without-common-name"]
        try:
            certificate_common_name(content(name))
        except CertificateError:
            return
        raise UserError(f"{name}: expected a certificate without a common name, found one with it")


def _permitted(host: str, port: int, yes: bool) -> tuple[str, int]:
    """The address, looked up once. Whoever asks a broker that others use disturbs them."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise UserError(f"{host}: {error.strerror or error}") from None
    addresses = [str(each[4][0]) for each in found]
    loopback = [each for each in addresses if ipaddress.ip_address(each).is_loopback]
    if len(loopback) < len(addresses) and not yes:
        _confirm(host)
    # Brokers on this machine rather listen on 127.0.0.1 than on ::1.
    return min(addresses, key=lambda each: ":" in each), port


def _confirm(host: str) -> None:
    if sys.stdin.isatty():
        complain(f"{host} is another machine. Type its name to speak to it:")
        if sys.stdin.readline().strip() == host:
            return
    raise UserError(
        f"expected --yes-this-host for a broker on another machine, found {host} without it"
    )
