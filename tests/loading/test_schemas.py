"""The JSON Schemas that editors complete and check the data files with."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from guide.cli.app import app
from guide.loading.json_schema import schemas
from guide.loading.loader import load_guide
from guide.loading.own_words import words_folder
from support.real import BUYERS as REAL_BUYERS
from support.real import SCHEMAS
from support.real import STEPS as REAL_STEPS
from support.small import BUYERS, MINIMAL, STEPS, WORDS, replaced

REAL_WORDS = words_folder(REAL_STEPS)


class AsEditorsRead(yaml.SafeLoader):
    """YAML 1.2 has no dates: editors take them for text."""


AsEditorsRead.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:timestamp"]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,), "array": (list,), "string": (str,), "number": (int, float), "integer": (int,), "boolean": (bool,), "null": (type(None),),
}  # fmt: skip


def wrong(schema: dict[str, Any], data: Any, root: dict[str, Any], place: str = "") -> Iterator[str]:
    """What breaks the schema: as much of its language as these schemas use."""
    if "$ref" in schema:
        yield from wrong(root["$defs"][schema["$ref"].rpartition("/")[2]], data, root, place)
    if "anyOf" in schema and not any(not list(wrong(one, data, root, place)) for one in schema["anyOf"]):
        yield f"{place}: none of the ways to write it"
    types = schema.get("type", [])
    expected = tuple(kind for name in ([types] if isinstance(types, str) else types) for kind in _TYPES[name])
    if expected and (not isinstance(data, expected) or (isinstance(data, bool) and bool not in expected)):
        yield f"{place}: {data!r} is none of {types}"
        return
    if data not in schema.get("enum", [data]) or data != schema.get("const", data):
        yield f"{place}: {data!r} is not expected"
    if isinstance(data, str) and "pattern" in schema and not re.search(schema["pattern"], data):
        yield f"{place}: {data!r} does not match"
    if isinstance(data, dict):
        yield from (f"{place}: no {name}" for name in schema.get("required", ()) if name not in data)
        for key, value in data.items():
            own = schema.get("properties", {}).get(key, schema.get("additionalProperties", True))
            if own is False:
                yield f"{place}.{key}: unknown"
            elif isinstance(own, dict):
                yield from wrong(own, value, root, f"{place}.{key}")
    if isinstance(data, list) and isinstance(schema.get("items"), dict):
        for index, item in enumerate(data):
            yield from wrong(schema["items"], item, root, f"{place}[{index}]")


def problems(schema: str, text: str) -> list[str]:
    read = json.loads(schema)
    return list(wrong(read, yaml.load(text, AsEditorsRead), read))  # noqa: S506


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return schemas(load_guide(STEPS))


def test_the_schemas_beside_the_data_are_fresh() -> None:
    for name, text in schemas(load_guide(REAL_STEPS)).items():
        assert (SCHEMAS / name).is_file(), "not there yet; run make schemas"
        assert (SCHEMAS / name).read_text(encoding="utf-8") == text, f"{name} is stale; run make schemas"


@pytest.mark.parametrize(
    "path",
    [REAL_STEPS, *sorted(REAL_BUYERS.glob("*.yaml")), *sorted(REAL_WORDS.glob("*.yaml"))],
    ids=lambda path: path.stem,
)
def test_a_data_file_names_its_schema_and_keeps_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found = re.match(r"# yaml-language-server: \$schema=(\S+)\n", text)
    assert found is not None
    schema = path.parent / found[1]
    kind = {REAL_STEPS.parent: "steps", REAL_BUYERS: "buyer", REAL_WORDS: "words"}[path.parent]
    assert schema.resolve() == SCHEMAS / f"{kind}.schema.json"
    assert problems(schema.read_text(encoding="utf-8"), text) == []


def test_an_editor_finds_nothing_wrong_with_the_small_guide(made: dict[str, str]) -> None:
    assert problems(made["steps.schema.json"], WORDS) == []
    for path in BUYERS.glob("*.yaml"):
        assert problems(made["buyer.schema.json"], path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("edition:", "editon:", [".guide: no edition", ".guide.editon: unknown"]),
        ("cost: free", "cost: gratis", [".stages[0].cost: none of the ways to write it"]),
        ("kind: choice", "kind: select", [".stages[0].steps[1].fields[2].kind: 'select' is not expected"]),
        ("work: 30 min", "work: [30, min]", [".stages[1].work: none of the ways to write it"]),
        ("- id: offer-tea", "- id: Offer tea", [".stages[1].id: 'Offer tea' does not match"]),
    ],
)
def test_an_editor_sees_a_mistake(old: str, new: str, said: list[str], made: dict[str, str]) -> None:
    assert problems(made["steps.schema.json"], replaced(WORDS, (old, new))) == said


def test_an_editor_knows_the_values_of_the_guide_for_its_buyers(made: dict[str, str]) -> None:
    properties = json.loads(made["buyer.schema.json"])["properties"]
    assert properties["stall_code"]["description"] == "茶庄的摊号 / The tea house's stall code"
    assert problems(made["buyer.schema.json"], MINIMAL) == []
    assert problems(made["buyer.schema.json"], MINIMAL.replace("stall_code", "stall_number")) == [
        ": no stall_code", ".stall_number: unknown",
    ]  # fmt: skip


def test_an_editor_knows_the_words_that_a_guide_may_say_otherwise(made: dict[str, str]) -> None:
    words = made["words.schema.json"]
    assert json.loads(words)["properties"]["page"]["properties"]["home"]["description"] == "首页\nHome"
    assert problems(words, "page: {home: Start, hom: Start}\npages: {home: Start}\n") == [
        ".page.hom: unknown", ".pages: unknown",
    ]  # fmt: skip


def test_every_key_of_the_schemas_is_described(made: dict[str, str]) -> None:
    for text in made.values():
        read = json.loads(text)
        for name, definition in {"": read, **read.get("$defs", {})}.items():
            for way in definition.get("anyOf", [definition]):
                for key, own in way.get("properties", {}).items():
                    assert own.get("description"), f"{name}.{key}"


def test_the_command_writes_them(tmp_path: Path, made: dict[str, str]) -> None:
    result = CliRunner().invoke(app, ["schema", str(tmp_path / "new"), "--steps", str(STEPS)])
    assert result.exit_code == 0
    assert {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "new").iterdir()} == made
