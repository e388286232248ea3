"""Certificates, and connections with them."""

from __future__ import annotations

import math
import ssl
import time
from dataclasses import dataclass, field
from pathlib import Path

from ..._native import _Probe
from .._say import UserError, file_error
from .line import Gone, Line, open_socket

# A probe opens some hundreds, most of them where a broker closes for every denial.
MOST_CONNECTIONS = 2_000

Guise = tuple[str, str, str]


@dataclass
class Dialler:
    """Opens connections to one broker; no more than a bounded number of them."""

    address: tuple[str, int]
    server_name: str
    authority: str | None
    pairs: dict[str, tuple[str, str]]
    patience: float
    until: float = math.inf
    opened: int = 0
    _contexts: dict[tuple[str, bool], ssl.SSLContext] = field(default_factory=dict)

    def check(self) -> None:
        """Reads all files, before anything is sent."""
        for credential in [*self.pairs, "absent"]:
            self._context(credential, old_tls=False)

    def given(self, credential: str) -> bool:
        """Whether there is such a certificate, or none is needed."""
        return credential == "absent" or credential in self.pairs

    def dial(
        self,
        plan: _Probe,
        guise: Guise,
        *,
        clean: bool = True,
        will: tuple[str, bytes, bool] | None = None,
    ) -> Line:
        """Connects; ``Gone`` says why not."""
        credential, disguise, version = guise
        left = self.until - time.monotonic()
        if left <= 0 or self.opened >= MOST_CONNECTIONS:
            raise Gone("no-time")
        patience = min(self.patience, left)
        self.opened += 1
        context = self._context(credential, old_tls=disguise == "old-tls")
        bare = open_socket(self.address, patience)
        try:
            stream = context.wrap_socket(bare, server_hostname=self.server_name)
        except ssl.SSLCertVerificationError as error:
            bare.close()
            raise UserError(
                f"expected a broker with a certificate of the authority for {self.server_name} "
                f"(--authority, --server-name), found another one: {error.verify_message}"
            ) from None
        except TimeoutError:
            bare.close()
            raise Gone("silent") from None
        except OSError:
            bare.close()
            raise Gone("tls-refused") from None
        packet = plan.connect(credential, disguise, version, clean, will)
        try:
            return Line(stream, plan, version, packet, patience)
        except Gone as gone:
            raise gone.on_connect() from None

    def _context(self, credential: str, *, old_tls: bool) -> ssl.SSLContext:
        known = self._contexts.get((credential, old_tls))
        if known is not None:
            return known
        try:
            context = ssl.create_default_context(cafile=self.authority)
        except OSError as error:
            raise _unusable(self.authority or "the system's authorities", error) from None
        if old_tls:
            context.maximum_version = ssl.TLSVersion.TLSv1_2
        if credential in self.pairs:
            certificate, key = self.pairs[credential]
            try:
                # A key with a password is refused, as nobody is asked for one.
                context.load_cert_chain(certificate, key, password=lambda: b"")
            except OSError as error:
                raise _unusable(f"{Path(certificate)} and {Path(key)}", error) from None
        self._contexts[credential, old_tls] = context
        return context


def _unusable(name: str, error: OSError) -> UserError:
    if isinstance(error, ssl.SSLError):
        return UserError(f"{name}: expected a certificate and its key in PEM, found something else")
    return file_error(name, error)
