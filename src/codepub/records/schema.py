"""The JSON Schema of a record (2020-12), made from the models, for editors and for other validators."""

from __future__ import annotations

import json
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode
from pydantic_core import core_schema

from codepub.records.code_summary import CodeSummary

SCHEMA_FILE = "code-summary.schema.json"


class _Schema(GenerateJsonSchema):
    def generate(self, schema: Any, mode: JsonSchemaMode = "validation") -> dict[str, Any]:
        generated = super().generate(schema, mode)
        return {"$schema": self.schema_dialect, "$id": SCHEMA_FILE, **generated}

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


def schema_text() -> str:
    """Give the schema as text, the same for the same models."""
    schema = CodeSummary.model_json_schema(schema_generator=_Schema)
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
