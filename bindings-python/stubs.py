"""Writes python/iot4emissions/_native.pyi out of the native module, or, with --check,
says where the committed one differs. Run by `make stubs` and `make test`.

What PyO3 says of itself is taken as it is, but for what type checkers want to know more
exactly: the names in `__match_args__`, what a bare `tuple` holds, and where the modules
come from that a signature written by hand names.
"""

import argparse
import difflib
import importlib
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
STUBS = HERE / "python" / "iot4emissions" / "_native.pyi"
NAMED_BY_HAND = ["collections.abc", "decimal", "iot4emissions._enums", "os"]
MATURIN = ["-m", "maturin", "generate-stubs", "--profile", "dev", "--features", "stubs", "--quiet"]


def generated() -> str:
    """What the introspection of an unstripped build gives."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, *MATURIN, "--out", folder], cwd=HERE, check=True)
        (stubs,) = Path(folder).rglob("*.pyi")
        return stubs.read_text(encoding="utf-8")


def for_type_checkers(stubs: str) -> str:
    """The stubs with each class's `__match_args__` as it is in the installed module, and
    with no tuple of unknown content."""
    native = importlib.import_module("iot4emissions._native")
    lines = []
    class_name = ""
    for line in stubs.splitlines():
        if header := re.match(r"class (\w+)", line):
            class_name = header[1]
        if line.startswith("    __match_args__:"):
            line = f"    __match_args__ = {getattr(native, class_name).__match_args__!r}"
        lines.append(line.replace("-> tuple:", "-> tuple[object, ...]:"))
    text = "\n".join(lines) + "\n"
    imports = [f"import {name}\n" for name in NAMED_BY_HAND if f"{name}." in text]
    return text.replace("\nfrom ", "\n" + "".join(imports) + "from ", 1)


def formatted(stubs: str) -> str:
    """The stubs as ruff formats them, without what they import in vain."""
    ruff = [sys.executable, "-m", "ruff"]
    config = ["--config", str(HERE / "pyproject.toml"), "--stdin-filename", str(STUBS), "-"]
    for command in (
        ["check", "--select", "F401,I,UP037", "--fix", "--quiet"],
        ["format", "--quiet"],
    ):
        done = subprocess.run(
            [*ruff, *command, *config], input=stubs, check=True, stdout=subprocess.PIPE, text=True
        )
        stubs = done.stdout
    return stubs


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing, say what differs")
    arguments = parser.parse_args()
    stubs = formatted(for_type_checkers(generated()))
    if not arguments.check:
        STUBS.write_text(stubs, encoding="utf-8")
        return 0
    committed = STUBS.read_text(encoding="utf-8") if STUBS.exists() else ""
    if committed == stubs:
        return 0
    names = (str(STUBS.relative_to(HERE.parent)), "the native module")
    sys.stdout.writelines(
        difflib.unified_diff(committed.splitlines(True), stubs.splitlines(True), *names)
    )
    print("write it with: make stubs", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
