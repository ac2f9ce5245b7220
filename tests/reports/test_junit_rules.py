"""JUnit's XML against the structure that Jenkins' xUnit tools check reports for, written out here."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import etree

from codepub.cli.commands import main
from tests.record_texts import record_text, write_record

SCHEMA = """\
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:complexType name="outcome" mixed="true">
    <xs:attribute name="type" type="xs:string"/>
    <xs:attribute name="message" type="xs:string"/>
  </xs:complexType>
  <xs:complexType name="case">
    <xs:sequence>
      <xs:element name="skipped" type="outcome" minOccurs="0"/>
      <xs:element name="error" type="outcome" minOccurs="0" maxOccurs="unbounded"/>
      <xs:element name="failure" type="outcome" minOccurs="0" maxOccurs="unbounded"/>
      <xs:element name="system-out" type="xs:string" minOccurs="0" maxOccurs="unbounded"/>
      <xs:element name="system-err" type="xs:string" minOccurs="0" maxOccurs="unbounded"/>
    </xs:sequence>
    <xs:attribute name="name" type="xs:string" use="required"/>
    <xs:attribute name="classname" type="xs:string"/>
    <xs:attribute name="time" type="xs:decimal"/>
    <xs:attribute name="status" type="xs:string"/>
  </xs:complexType>
  <xs:complexType name="suite">
    <xs:sequence>
      <xs:element name="testcase" type="case" minOccurs="0" maxOccurs="unbounded"/>
      <xs:element name="system-out" type="xs:string" minOccurs="0"/>
      <xs:element name="system-err" type="xs:string" minOccurs="0"/>
    </xs:sequence>
    <xs:attribute name="name" type="xs:string" use="required"/>
    <xs:attribute name="tests" type="xs:nonNegativeInteger" use="required"/>
    <xs:attribute name="failures" type="xs:nonNegativeInteger"/>
    <xs:attribute name="errors" type="xs:nonNegativeInteger"/>
    <xs:attribute name="skipped" type="xs:nonNegativeInteger"/>
    <xs:attribute name="time" type="xs:decimal"/>
    <xs:attribute name="timestamp" type="xs:dateTime"/>
  </xs:complexType>
  <xs:element name="testsuites">
    <xs:complexType>
      <xs:sequence>
        <xs:element name="testsuite" type="suite" minOccurs="0" maxOccurs="unbounded"/>
      </xs:sequence>
    </xs:complexType>
  </xs:element>
</xs:schema>
"""

BROKEN = {
    "cpt/32120.yaml": record_text(("service_type: Surgical", "service_typ: Surgical <&>"), ('"62"', '"78"')),
    "cpt/31600.yaml": record_text(("32120", "31600"), ("{unavailable: unknown}", "{unavailable: unknwon}")),
    "cpt/33010.yaml": record_text(("32120", "33010"), ("A surgeon decides.", "A surgeon\x07 decides.")),
    "cpt/99999.yaml": "system: [",
}


@pytest.fixture
def report(tmp_path: Path, put_code_sets: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch) -> etree._Element:
    (tmp_path / "codepub.toml").touch()
    put_code_sets(tmp_path)
    write_record(tmp_path / "content", record_text(("32120", "31622")), "cpt/31622.yaml")
    for name, text in BROKEN.items():
        write_record(tmp_path / "content", text, name)
    monkeypatch.chdir(tmp_path)
    return etree.fromstring(CliRunner().invoke(main, ["validate", "--format", "junit"]).stdout.encode())


def test_the_report_has_the_structure_that_servers_read(report: etree._Element) -> None:
    etree.XMLSchema(etree.parse(BytesIO(SCHEMA.encode()))).assertValid(report)


def cases(report: etree._Element) -> dict[str, etree._Element]:
    return {str(case.attrib["name"]): case for case in report.iter("testcase")}


def test_each_file_is_one_case_named_by_its_path(report: etree._Element) -> None:
    assert list(cases(report)) == sorted(f"content/{name}" for name in (*BROKEN, "cpt/31622.yaml"))


def test_the_counts_are_those_of_the_cases(report: etree._Element) -> None:
    (suite,) = report.iter("testsuite")
    counts = len(suite.findall("testcase")), len(suite.findall("testcase/failure"))
    assert (int(suite.attrib["tests"]), int(suite.attrib["failures"])) == counts == (5, 4)


def test_a_case_fails_where_its_file_has_errors(report: etree._Element) -> None:
    failing = [name for name, case in cases(report).items() if case.find("failure") is not None]
    assert failing == sorted(f"content/{name}" for name in BROKEN)


def test_a_failure_tells_place_fact_and_way_out(report: etree._Element) -> None:
    failure = cases(report)["content/cpt/31600.yaml"].find("failure")
    assert failure is not None
    assert failure.attrib["type"] == "unknown-choice"
    assert failure.attrib["message"] == "`unknwon` is not one of the choices here."
    assert failure.text is not None
    assert failure.text.startswith("content/cpt/31600.yaml:")
    assert failure.text.endswith("Did you mean `unknown`?")
