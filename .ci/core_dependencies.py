"""Compares what the core compiles with what core-dependencies.txt allows, and
the Rust versions that those crates ask for with the core's own."""

import json
import subprocess
import sys
from pathlib import Path

CORE = "iot4emissions-proto"
ROOT = Path(__file__).resolve().parent.parent
ALLOWED = ROOT / ".ci" / "core-dependencies.txt"


def cargo(*arguments):
    """What a cargo command prints."""
    command = ["cargo", *arguments]
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


def tree(*arguments):
    """Name and version of every crate that is compiled for the core, itself left out."""
    lines = cargo(
        "tree", "--locked", "--package", CORE, "--edges", "normal,build",
        "--prefix", "none", "--format", "{p}", *arguments,
    )  # fmt: skip
    crates = {tuple(line.split()[:2]) for line in lines.splitlines() if line}
    return {(name, version.removeprefix("v")) for name, version in crates if name != CORE}


def names(crates):
    return {name for name, _ in crates}


def read_allowed():
    """Crate -> (when it is compiled, version that was examined or None)."""
    allowed = {}
    for line in ALLOWED.read_text(encoding="utf-8").splitlines():
        fields = line.partition("#")[0].split()
        if fields:
            allowed[fields[0]] = (fields[1], fields[2] if len(fields) > 2 else None)
    return allowed


def compiled(features):
    """Crate -> when it is compiled."""
    everywhere = names(tree("--target", "all"))
    when = {name: "platforms" for name in everywhere}
    when |= {name: "always" for name in names(tree("--target", "x86_64-unknown-linux-gnu"))}
    for feature in features:
        extra = names(tree("--target", "all", "--features", feature)) - everywhere
        for name in extra:
            when[name] = f"{when[name]}+{feature}" if name in when else feature
    for name in names(tree("--target", "all", "--all-features")) - when.keys():
        when[name] = "all-features"
    return when


def number(version):
    """1.85 and 1.85.0 are the same."""
    parts = [int(part) for part in version.split(".")]
    return parts + [0] * (3 - len(parts))


def compare(found, allowed):
    for name in sorted(found.keys() | allowed.keys()):
        wanted = allowed.get(name, ("never",))[0]
        if found.get(name, "never") != wanted:
            yield f"{name}: allowed {wanted}, compiled {found.get(name, 'never')}"


def rust_versions(packages, allowed):
    limit = packages[CORE, None]["rust_version"]
    for name, version in sorted(tree("--target", "all", "--all-features")):
        asked = packages[name, version]["rust_version"]
        examined = allowed.get(name, ("never", None))[1]
        if asked is None and examined != version:
            yield f"{name} {version}: declares no Rust version; examined was {examined}"
        elif asked is not None and number(asked) > number(limit):
            yield f"{name} {version}: asks for Rust {asked}, the core promises {limit}"


def main():
    metadata = json.loads(cargo("metadata", "--locked", "--format-version", "1"))
    packages = {(package["name"], package["version"]): package for package in metadata["packages"]}
    core = next(package for package in metadata["packages"] if package["name"] == CORE)
    packages[CORE, None] = core
    features = sorted(core["features"].keys() - {"default"})
    allowed = read_allowed()
    problems = [*compare(compiled(features), allowed), *rust_versions(packages, allowed)]
    for problem in problems:
        print(f"{ALLOWED.relative_to(ROOT)}: {problem}", file=sys.stderr)
    if problems:
        sys.exit(1)
    print(f"core dependencies: {len(allowed)} crates, all allowed, none asks for a newer Rust")


main()
