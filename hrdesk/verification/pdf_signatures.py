"""What can be seen of the signatures in a PDF, as plain data. Whom to believe is not asked here.

Run in a process of its own with limits (services.attachment_worker): the file is foreign. pyHanko's
word is not taken for the whole: `pdf_checks` demands that the last signature covers the entire
file, which stops what incremental updates can do to a signed page (signing.md §1.3).
"""

from __future__ import annotations

import base64
import hashlib
import io
from typing import Any, Final

from hrdesk.bundles.signing import silence

_UNTOLD: Final = "unclear"


def read_signatures(content: bytes, made: list[tuple[int, str]]) -> dict[str, Any]:
    """`fault` when it is no sound PDF; else its `signatures` in order, and which paper it began as.

    `made` are size and SHA-256 of papers this desk wrote: `began_as` is the SHA-256 of the one
    that the file begins with, "" for none; `before` says what was done to it before it was signed.
    """
    silence()
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415 - half a second

    try:
        reader = PdfFileReader(io.BytesIO(content), strict=True)
        signatures = list(reader.embedded_signatures)
    except Exception as error:  # noqa: BLE001 - parsers raise many kinds on hostile bytes
        return {"fault": "broken", "reason": type(error).__name__}
    names = [signature.field_name for signature in signatures]
    told = [_told(signature, names) for signature in signatures]
    began_as, size = _beginning(content, made)
    before = _before(reader, content, size, names) if began_as and signatures else ""
    return {"signatures": told, "began_as": began_as, "before": before}


def _told(signature: Any, names: list[str]) -> dict[str, Any]:  # noqa: ANN401 - pyHanko's type
    """One signature; `fault` when even its form cannot be read."""
    try:
        return _read(signature, names)
    except Exception as error:  # noqa: BLE001 - as above
        return {"field": str(signature.field_name), "fault": type(error).__name__}


def _read(signature: Any, names: list[str]) -> dict[str, Any]:  # noqa: ANN401 - pyHanko's type
    from pyhanko.sign.validation.generic_cms import (  # noqa: PLC0415 - half a second
        validate_sig_integrity,
    )

    signature.compute_integrity_info()
    signer_info = signature.signer_info
    intact, valid = validate_sig_integrity(
        signer_info, signature.signer_cert, "data", signature.compute_digest()
    )
    attributes = {one["type"].native for one in signer_info["signed_attrs"]}
    signed_at = signature.self_reported_timestamp
    method = signer_info["signature_algorithm"]["algorithm"].native
    return {
        "field": str(signature.field_name),
        "intact": bool(intact),
        "valid": bool(valid),
        "coverage": signature.coverage.name,
        "changed": _changed(signature.diff_result, names),
        "certificate": base64.b64encode(signature.signer_cert.dump()).decode(),
        "signed_at": signed_at.isoformat() if signed_at else "",
        "subfilter": str(signature.sig_object.get("/SubFilter", "")),
        "digest": signer_info["digest_algorithm"]["algorithm"].native,
        "method": method,
        "bound": "signing_certificate_v2" in attributes,
        "reason": str(signature.sig_object.get("/Reason", "")),
    }


def _changed(result: Any, names: list[str]) -> str:  # noqa: ANN401 - pyHanko's type
    """What happened after a signature: "", "filled" (signature fields only) or "other"."""
    from pyhanko.sign.diff_analysis import (  # noqa: PLC0415 - half a second
        ModificationLevel,
        SuspiciousModification,
    )

    if result is None:
        return _UNTOLD
    if isinstance(result, SuspiciousModification):
        return "other"
    if result.modification_level == ModificationLevel.NONE:
        return ""
    if result.modification_level > ModificationLevel.FORM_FILLING:
        return "other"
    return "filled" if set(result.changed_form_fields) <= set(names) else "other"


def _beginning(content: bytes, made: list[tuple[int, str]]) -> tuple[str, int]:
    """The longest known paper that the file begins with."""
    for size, sha256 in sorted(made, reverse=True):
        if size <= len(content) and hashlib.sha256(content[:size]).hexdigest() == sha256:
            return sha256, size
    return "", 0


def _before(reader: Any, content: bytes, size: int, names: list[str]) -> str:  # noqa: ANN401 - pyHanko's type
    """What was done between our paper and the file as it is now; see `_changed`.

    A paper could be altered by an update before it was signed; its signature would then hold.
    """
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415 - half a second
    from pyhanko.sign.diff_analysis import (  # noqa: PLC0415 - half a second
        DEFAULT_DIFF_POLICY,
        SuspiciousModification,
    )
    from pyhanko.sign.fields import MDPPerm  # noqa: PLC0415 - half a second

    try:
        ours = PdfFileReader(io.BytesIO(content[:size]), strict=True)
        revision = ours.xrefs.total_revisions - 1
        result = DEFAULT_DIFF_POLICY.review_file(reader, revision, doc_mdp=MDPPerm.FILL_FORMS)
    except SuspiciousModification:
        return "other"
    except Exception:  # noqa: BLE001 - what cannot be compared is not believed
        return "other"
    return _changed(result, names)
