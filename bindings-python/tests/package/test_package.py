"""The package as a whole: what it exports, how it is imported, what its README says."""

import doctest
import importlib.metadata
import subprocess
import sys
from pathlib import Path

import iot4emissions

PACKAGE = Path(__file__).resolve().parents[2]


def test_it_is_the_installed_package_that_is_tested() -> None:
    assert iot4emissions.__file__ is not None
    assert PACKAGE not in Path(iot4emissions.__file__).resolve().parents


def test_all_names_what_is_there_once_and_in_order() -> None:
    names = iot4emissions.__all__
    assert len(set(names)) == len(names)
    assert all(hasattr(iot4emissions, name) for name in names)


def test_every_native_class_is_exported() -> None:
    exported = set(iot4emissions.__all__)
    for module in ("device", "publication", "services", "services.registration", "services.data"):
        exported |= set(importlib.import_module(f"iot4emissions.{module}").__all__)
    native = {name for name in iot4emissions._native.__all__ if name[0].isupper()}
    assert native
    assert native - exported == set()


def test_the_version_is_the_crates() -> None:
    assert iot4emissions.__version__ == importlib.metadata.version("iot4emissions")


def test_importing_imports_nothing_heavy() -> None:
    code = (
        "import json, sys; before = set(sys.modules); import iot4emissions; "
        "print(*sorted({name.partition('.')[0] for name in set(sys.modules) - before}))"
    )
    command = [sys.executable, "-I", "-c", code]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    imported = set(done.stdout.split())
    assert "iot4emissions" in imported
    heavy = {"argparse", "decimal", "datetime", "dataclasses", "inspect", "tempfile"}
    others = {"matplotlib", "narwhals", "numpy", "pandas", "polars", "pyarrow", "tqdm"}
    assert imported & (heavy | others) == set()


def test_the_readme_shows_what_happens() -> None:
    failed, tried = doctest.testfile(str(PACKAGE / "README.md"), module_relative=False)
    assert tried > 5
    assert failed == 0


def test_every_member_of_an_enumeration_is_one_of_the_core() -> None:
    from iot4emissions import _enums

    core = iot4emissions._native._enumerations()
    python = {
        name: [member.value for member in found]
        for name, found in vars(_enums).items()
        if not name.startswith("_") and getattr(found, "__members__", None)
    }
    assert python == core


def test_every_file_of_vectors_has_its_test() -> None:
    files = {path.stem for path in (PACKAGE.parent / "schemas" / "vectors").glob("*.json")}
    tests = (PACKAGE / "tests" / "vectors").glob("test_*.py")
    assert files
    assert files == {path.stem.removeprefix("test_") for path in tests}


def test_the_readme_shows_the_measured_figures() -> None:
    measured = (PACKAGE / "results" / "bench.txt").read_text(encoding="utf-8")
    assert measured in (PACKAGE / "README.md").read_text(encoding="utf-8")
    canonical = measured.partition("\ncanonical:")[2].partition("\n\n")[0]
    rows = [line.split() for line in canonical.splitlines()[2:]]
    ratio = {row[0]: float(row[3]) for row in rows}
    said = (
        f"{ratio['DuckDB']:.1f} times as fast as with\nDuckDB's JSON reader, "
        f"{ratio['msgspec']:.0f} times as with msgspec and {ratio['pydantic']:.0f} times"
    )
    assert said in (PACKAGE.parent / "README.md").read_text(encoding="utf-8")
