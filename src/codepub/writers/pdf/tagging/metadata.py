"""What the metadata of a PDF says about the standards it follows."""

from __future__ import annotations

import re
from typing import Final

# ISO 14289-1, 5 asks for the property; ISO 19005-3, 6.6.2.3 allows it only where its schema is described.
_PDF_UA_1 = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1" />
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 to which the file conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""


def declare_pdf_ua(xmp: bytes) -> bytes:
    """Return the metadata of a tagged file, declaring PDF/UA-1 also where WeasyPrint declared only PDF/A."""
    if b"pdfuaid:part" in xmp:
        return xmp
    before, closing, after = xmp.rpartition(b"</rdf:RDF>")
    return before + _PDF_UA_1 + closing + after


_CLAIM: Final = re.compile(rb"<rdf:Description[^<>]* pdf(?:ua|a)id:part=[^<>]*/>")
"""What WeasyPrint writes of a standard: a description with nothing inside."""


def withdraw_claims(xmp: bytes) -> bytes:
    """Return the metadata of a file without the standards that it says it follows."""
    return _CLAIM.sub(b"", xmp)
