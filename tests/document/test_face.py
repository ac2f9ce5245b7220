from __future__ import annotations

import codepub.document


def test_the_public_names_are_these() -> None:
    assert sorted(codepub.document.__all__) == [
        "AbsenceNotice",
        "AbsenceSign",
        "Absent",
        "Block",
        "Cell",
        "Chart",
        "ChartRow",
        "Citation",
        "CodeReference",
        "Column",
        "ColumnKind",
        "Definition",
        "DefinitionList",
        "Derived",
        "Document",
        "Draft",
        "Emphasis",
        "Figure",
        "FlowBlock",
        "Heading",
        "Inline",
        "Inlines",
        "Leaf",
        "Link",
        "List",
        "Node",
        "Paragraph",
        "Percentiles",
        "Provenance",
        "Released",
        "Role",
        "RowGroup",
        "RunningMatter",
        "Section",
        "Signposts",
        "Span",
        "Spread",
        "Standing",
        "Strong",
        "Subscript",
        "Superscript",
        "Table",
        "TableNote",
        "Text",
        "Value",
        "children",
        "descendants",
        "flow",
        "leaves",
        "mapped",
        "plain_text",
        "texts",
    ]


def test_each_public_name_is_there() -> None:
    assert all(hasattr(codepub.document, name) for name in codepub.document.__all__)
