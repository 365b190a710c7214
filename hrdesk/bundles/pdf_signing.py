"""PAdES B-B in a PDF: fields prepared empty before the first signature, then filled one by one.

A signature covers the whole file as it stands; a second one is an incremental update that fills a
field that was there already, so that the first stays valid (signing.md §1.3). Nothing is certified
(DocMDP), no time stamp and no revocation data are fetched.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from typing_extensions import override

from hrdesk.bundles.signing import signer_for, silence
from hrdesk.errors import PaperSignedAlreadyError, PaperUnsignableError
from hrdesk.files import read_limited, write_durably

if TYPE_CHECKING:
    from pyhanko.sign.signers.pdf_signer import PdfSigningSession

    from hrdesk.trust.signer import Signer

PDF_LIMIT_BYTES: Final = 200 << 20


@dataclass(frozen=True, slots=True)
class FieldPlace:
    """Where a signature field stands: page from 0; left, bottom, right, top in points."""

    page: int
    box: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class PdfSignature:
    """One signature to make. `fields` are those to prepare when the file has none yet."""

    field_name: str
    fields: Mapping[str, FieldPlace]
    stamp: Path | None  # a PDF of one page; None: nothing is shown
    reason: str = ""
    location: str = ""


def sign_pdf(
    source: Path, target: Path, identity: Signer, wanted: PdfSignature, *, now: datetime
) -> None:
    """Write the signed file, whole or not at all. Must not be called inside a running event loop.

    Raises:
        PaperSignedAlreadyError: the field is signed.
        NotEnrolledError, CertificateExpiredError: the identity cannot sign at that moment.
        PaperUnsignableError: the file is no sound PDF, or that field is signed already.
        TokenError: the key lies on a token that does not answer as it should.
        FileError: it cannot be read or written.
    """
    certificate = identity.certificate_at(now)
    content = read_limited(source, PDF_LIMIT_BYTES)
    silence()
    # Half a second and 500 modules: only where something is really signed.
    from pyhanko.pdf_utils.misc import PdfError  # noqa: PLC0415 - see above
    from pyhanko.sign.general import SigningError  # noqa: PLC0415 - see above

    try:
        prepared = _prepared(content, wanted, source.name)
        signed = _signed(prepared, identity, certificate, wanted, now)
    except (PdfError, SigningError, ValueError, KeyError, IndexError, TypeError) as error:
        raise PaperUnsignableError(name=source.name, reason=type(error).__name__) from error
    write_durably(target, signed)


def _prepared(content: bytes, wanted: PdfSignature, name: str) -> bytes:
    """The file with the fields in it, by one incremental update, or as it is when they are there."""
    from pyhanko.pdf_utils.incremental_writer import (  # noqa: PLC0415 - half a second
        IncrementalPdfFileWriter,
    )
    from pyhanko.sign.fields import (  # noqa: PLC0415 - see above
        SigFieldSpec,
        append_signature_field,
        enumerate_sig_fields,
    )

    writer = IncrementalPdfFileWriter(io.BytesIO(content), strict=True)
    there = {field: value for field, value, _ in enumerate_sig_fields(writer.prev)}
    if there.get(wanted.field_name) is not None:
        raise PaperSignedAlreadyError(name=name)
    present = set(there)
    if wanted.field_name in present:
        return content
    for field, place in wanted.fields.items():
        if field not in present:
            append_signature_field(
                writer, SigFieldSpec(sig_field_name=field, on_page=place.page, box=place.box)
            )
    output = io.BytesIO()
    writer.write(output)  # type: ignore[no-untyped-call]  # pyHanko leaves it bare
    return output.getvalue()


def _signed(
    content: bytes,
    identity: Signer,
    certificate: Any,  # noqa: ANN401 - x509.Certificate, whose home is trust
    wanted: PdfSignature,
    now: datetime,
) -> bytes:
    from pyhanko.pdf_utils.incremental_writer import (  # noqa: PLC0415 - half a second
        IncrementalPdfFileWriter,
    )
    from pyhanko.pdf_utils.layout import (  # noqa: PLC0415 - see above
        AxisAlignment,
        Margins,
        SimpleBoxLayoutRule,
    )
    from pyhanko.sign.fields import SigSeedSubFilter  # noqa: PLC0415 - see above
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner  # noqa: PLC0415 - see above
    from pyhanko.stamp import StaticStampStyle  # noqa: PLC0415 - see above

    class At(PdfSigner):
        """Signs at the time it is told, not at the one of the machine."""

        @override
        def init_signing_session(
            self,
            pdf_out: Any,  # pyHanko's type
            existing_fields_only: bool = False,
        ) -> PdfSigningSession:
            session = super().init_signing_session(pdf_out, existing_fields_only)
            session.system_time = now
            return session

    style = (
        StaticStampStyle.from_pdf_file(
            str(wanted.stamp),
            border_width=0,
            background_opacity=1,
            background_layout=SimpleBoxLayoutRule(
                x_align=AxisAlignment.ALIGN_MID,
                y_align=AxisAlignment.ALIGN_MID,
                margins=Margins(0, 0, 0, 0),
            ),
        )
        if wanted.stamp is not None
        else None
    )
    signer = At(
        PdfSignatureMetadata(
            field_name=wanted.field_name,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            reason=wanted.reason or None,
            location=wanted.location or None,
        ),
        signer=signer_for(identity, certificate),
        stamp_style=style,
    )
    output = io.BytesIO()
    signer.sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(content), strict=True),
        existing_fields_only=True,
        output=output,
    )
    return output.getvalue()


def pages_of(source: Path) -> int:
    """How many pages a PDF has.

    Raises:
        PaperUnsignableError: it is no sound PDF.
        FileError: it cannot be read.
    """
    content = read_limited(source, PDF_LIMIT_BYTES)
    silence()
    from pyhanko.pdf_utils.misc import PdfError  # noqa: PLC0415 - half a second
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415 - half a second

    try:
        return int(PdfFileReader(io.BytesIO(content), strict=True).root["/Pages"]["/Count"])
    except (PdfError, ValueError, KeyError, IndexError, TypeError) as error:
        raise PaperUnsignableError(name=source.name, reason=type(error).__name__) from error
