"""The JSON Schema of a kind of file (2020-12), made from its models, for editors and for other validators."""

from __future__ import annotations

import json
from typing import Any

from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from codepub.records.kinds import Kind


class _Schema(GenerateJsonSchema):
    def nullable_schema(self, schema: core_schema.NullableSchema) -> dict[str, Any]:
        """Leave null out: a record leaves a field out, and never writes it empty."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> dict[str, Any]:
        """Leave a default of null out."""
        generated = super().default_schema(schema)
        return {key: value for key, value in generated.items() if key != "default" or value is not None}

    def str_schema(self, schema: core_schema.StringSchema) -> dict[str, Any]:
        """Tell that blanks alone are no text where they are cut off."""
        generated = super().str_schema(schema)
        return {"pattern": r"\S", **generated} if schema.get("strip_whitespace") else generated


def write_schema(kind: Kind[Any]) -> str:
    """Write the schema of a kind, the same for the same models."""
    generated = kind.model.model_json_schema(schema_generator=_Schema)
    schema = {"$schema": _Schema.schema_dialect, "$id": kind.schema_file, **generated}
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
