"""datapackage.json, a Data Package v2: which tables and files there are, and their columns.

The reader makes every resource anew from the form and the signed digests and demands equality, so
that nothing in a foreign descriptor is acted upon (a `path` that is a URL, another dialect …).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hrdesk.bundles.faults import FaultFoundError, Faults
from hrdesk.bundles.manifest import mime_type
from hrdesk.bundles.schema import (
    FIXED_TABLES,
    RECORD_COLUMNS,
    ROW_COLUMNS,
    Column,
    ColumnType,
    TableSchema,
    table_schema,
)
from hrdesk.bundles.strict_json import parse_strict, write_strict
from hrdesk.forms.definition import Form

DESCRIPTOR_NAME: Final = "datapackage.json"
DESCRIPTOR_LIMIT_BYTES: Final = 16 << 20
_PROFILE: Final = "https://datapackage.org/profiles/2.0/datapackage.json"
_FORM: Final = "hrdesk:form"


@dataclass(frozen=True, slots=True)
class FormTable:
    """Which table of which form version."""

    form_id: str
    version: str
    repeat: str | None = None


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A file of the package: what the manifest says of it."""

    path: str
    sha256: bytes
    size_bytes: int


@dataclass(frozen=True, slots=True)
class PackedTable:
    """A table of the package; `origin` is None for attachments, figures and withdrawn."""

    file: PackedFile
    schema: TableSchema
    origin: FormTable | None

    @property
    def name(self) -> str:
        """`activity` for `data/activity.csv`."""
        return self.file.path.removeprefix("data/").removesuffix(".csv")


def write_descriptor(tables: Sequence[PackedTable], files: Sequence[PackedFile]) -> bytes:
    """datapackage.json for these tables and files, in this order."""
    main = _main_tables(tables)
    resources = [_table_resource(table, main) for table in tables]
    resources += [_file_resource(file) for file in files]
    return write_strict(_package(resources))


def read_descriptor(
    content: bytes,
    files: Mapping[str, PackedFile],
    form_of: Callable[[str, str], Form | None] | None,
) -> tuple[PackedTable, ...]:
    """The tables, once the descriptor was found to describe exactly the files given.

    Without `form_of` the columns are taken from the descriptor itself.

    Raises:
        FaultFoundError: unknown form version, other columns, other files, anything extra.
    """
    resources = _resources(content)
    tables, others = [], []
    for resource in resources:
        file = files.get(str(resource.get("path")))
        if file is None:
            raise FaultFoundError(Faults.RESOURCE, str(resource.get("path"))[:80])
        if file.path.endswith(".csv"):
            tables.append(_read_table(resource, file, form_of))
        else:
            others.append(file)
    main = _main_tables(tables)
    made_anew = [_table_resource(table, main) for table in tables]
    made_anew += [_file_resource(file) for file in others]
    described = {file.path for file in (*(table.file for table in tables), *others)}
    if described != files.keys() or len(resources) != len(files):
        missing = next(iter(files.keys() - described), "")
        raise FaultFoundError(Faults.RESOURCE, missing)
    for found, expected in zip(resources, made_anew, strict=True):
        if found != expected:
            kind = (
                Faults.SCHEMA if found.get("schema") != expected.get("schema") else Faults.RESOURCE
            )
            raise FaultFoundError(kind, str(expected["path"]))
    return tuple(tables)


def _resources(content: bytes) -> list[dict[str, object]]:
    try:
        package = parse_strict(content)
    except (ValueError, RecursionError) as error:
        raise FaultFoundError(Faults.DESCRIPTOR, DESCRIPTOR_NAME, found=str(error)[:80]) from error
    resources = package.get("resources") if isinstance(package, dict) else None
    if not isinstance(resources, list) or not all(isinstance(one, dict) for one in resources):
        raise FaultFoundError(Faults.DESCRIPTOR, DESCRIPTOR_NAME)
    if package != _package(resources):
        raise FaultFoundError(Faults.DESCRIPTOR, DESCRIPTOR_NAME)
    return resources


def _package(resources: list[dict[str, object]]) -> dict[str, object]:
    return {"$schema": _PROFILE, "name": "hrdesk-submission", "resources": resources}


def _read_table(
    resource: Mapping[str, object],
    file: PackedFile,
    form_of: Callable[[str, str], Form | None] | None,
) -> PackedTable:
    origin = _origin(resource.get(_FORM), file.path)
    if origin is None:
        fixed = FIXED_TABLES.get(file.path.removeprefix("data/").removesuffix(".csv"))
        if fixed is None:
            raise FaultFoundError(Faults.RESOURCE, file.path)
        return PackedTable(file, fixed, None)
    if form_of is None:
        return PackedTable(file, _own_schema(resource.get("schema"), origin, file.path), origin)
    form = form_of(origin.form_id, origin.version)
    if form is None:
        raise FaultFoundError(
            Faults.FORM_UNKNOWN, file.path, found=f"{origin.form_id} {origin.version}"[:80]
        )
    try:
        return PackedTable(file, table_schema(form, origin.repeat), origin)
    except KeyError as error:
        raise FaultFoundError(Faults.SCHEMA, file.path, found=str(origin.repeat)[:80]) from error


def _origin(value: object, place: str) -> FormTable | None:
    if value is None:
        return None
    if not isinstance(value, dict) or value.keys() != {"form_id", "version", "repeat"}:
        raise FaultFoundError(Faults.RESOURCE, place)
    form_id, version, repeat = value["form_id"], value["version"], value["repeat"]
    if not isinstance(form_id, str) or not isinstance(version, str):
        raise FaultFoundError(Faults.RESOURCE, place)
    if repeat is not None and not isinstance(repeat, str):
        raise FaultFoundError(Faults.RESOURCE, place)
    return FormTable(form_id, version, repeat)


def _own_schema(value: object, origin: FormTable, place: str) -> TableSchema:
    """The schema as the descriptor itself tells it; it is compared after being made anew."""
    fields = value.get("fields") if isinstance(value, dict) else None
    if not isinstance(fields, list):
        raise FaultFoundError(Faults.SCHEMA, place)
    columns = []
    for field in fields:
        try:
            columns.append(
                Column(
                    str(field["name"]),
                    ColumnType(field["type"]),
                    required=bool(field.get("constraints", {}).get("required", False)),
                    title=str(field.get("title", "")),
                )
            )
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise FaultFoundError(Faults.SCHEMA, place) from error
    primary_key = ("record_id",) if origin.repeat is None else ("record_id", "row")
    own = TableSchema(tuple(columns), primary_key)
    needed = RECORD_COLUMNS if origin.repeat is None else ROW_COLUMNS
    if own.columns[: len(needed)] != needed or len(set(own.header)) != len(columns):
        raise FaultFoundError(Faults.SCHEMA, place)
    return own


def _main_tables(tables: Sequence[PackedTable]) -> dict[tuple[str, str], str]:
    return {
        (table.origin.form_id, table.origin.version): table.name
        for table in tables
        if table.origin is not None and table.origin.repeat is None
    }


def _table_resource(table: PackedTable, main: Mapping[tuple[str, str], str]) -> dict[str, object]:
    resource = _file_resource(table.file)
    resource |= {"name": table.name, "type": "table", "encoding": "utf-8"}
    schema: dict[str, object] = {
        "fields": [_field(column) for column in table.schema.columns],
        "missingValues": [""],
        "primaryKey": list(table.schema.primary_key),
    }
    origin = table.origin
    if origin is not None:
        if origin.repeat is not None:
            parent = main.get((origin.form_id, origin.version))
            if parent is None:
                raise FaultFoundError(Faults.RESOURCE, table.file.path)
            reference = {"resource": parent, "fields": ["record_id"]}
            schema["foreignKeys"] = [{"fields": ["record_id"], "reference": reference}]
        resource[_FORM] = {
            "form_id": origin.form_id,
            "version": origin.version,
            "repeat": origin.repeat,
        }
    resource["schema"] = schema
    return resource


def _file_resource(file: PackedFile) -> dict[str, object]:
    stem, _, extension = file.path.rpartition(".")
    return {
        "name": stem.replace("/", "-"),
        "path": file.path,
        "format": extension,
        "mediatype": mime_type(file.path),
        "bytes": file.size_bytes,
        "hash": f"sha256:{file.sha256.hex()}",
    }


def _field(column: Column) -> dict[str, object]:
    field: dict[str, object] = {"name": column.name, "type": str(column.column_type)}
    if column.title:
        field["title"] = column.title
    if column.required:
        field["constraints"] = {"required": True}
    return field
