"""Schemas through the Python surface are those that are committed in ``schemas/``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from iot4emissions import ProtocolError, asyncapi, hide_vins, schema, schema_names

COMMITTED = Path(__file__).parents[3] / "schemas"


def test_the_schemas_are_the_committed_ones_in_their_order() -> None:
    names = schema_names()
    files = [
        file.name
        for pattern in ("canonical", "accepted")
        for file in COMMITTED.glob(f"*.{pattern}.json")
    ]
    assert sorted(f"{name}.json" for name in names) == sorted(files)
    for name in names:
        text = json.dumps(schema(name), indent=2, ensure_ascii=False) + "\n"
        assert text == (COMMITTED / f"{name}.json").read_text("utf-8"), name


def test_the_asyncapi_document_is_the_committed_one() -> None:
    text = json.dumps(asyncapi(), indent=2, ensure_ascii=False) + "\n"
    assert text == (COMMITTED / "asyncapi.json").read_text("utf-8")


def test_a_schema_is_the_caller_s_own() -> None:
    schema("data-transfer.canonical").clear()
    assert schema("data-transfer.canonical")["title"] == "Data Transfer"


def test_an_unknown_name_says_which_there_are() -> None:
    with pytest.raises(ProtocolError) as raised:
        schema("1M8GDM9AXKP042788")
    assert raised.value.code == "schema"
    expected = '", "'.join(schema_names())
    assert str(raised.value) == f'expected one of "{expected}", found another text'


def test_hidden_vins() -> None:
    assert hide_vins("x 1M8GDM9AXKP042788, 1m8gdm9axkp042788") == "x <VIN hidden>, <VIN hidden>"
    assert (
        hide_vins("f371cb00-68ea-4d5d-9bea-d24cbff2ed28") == "f371cb00-68ea-4d5d-9bea-d24cbff2ed28"
    )
