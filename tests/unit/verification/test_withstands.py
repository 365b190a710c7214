"""The attacks of the design, row by row, each with the bundles or the test that stand for it.

Container, signature and application are the three tables of the design. A row is proved by files of the
corpus (each of which `test_corpus.py` reads) or by tests that are named here and must exist.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

BUNDLES = Path(__file__).parents[2] / "corpus" / "bundles"
TESTS = Path(__file__).parents[2]
FILES = re.compile(r"(?:valid|remarks|refused)/[a-z0-9*-]+")

CONTAINER = {
    "payload changed": "refused/content-changed",
    "entry added, removed, swapped": "refused/entry-added refused/entry-removed refused/entries-swapped",
    "second manifest that nobody asked for": "refused/second-manifest-alone",
    "names twice, or twice but for the case": "refused/name-twice refused/name-capitals",
    "local header other than the central one": "refused/header-local-*",
    "bytes in front, behind, between": "refused/zip-program-in-front* refused/zip-bytes-* refused/zip-comment",
    "entry that the directory hides": "refused/zip-hidden-entry refused/zip-count-too-low",
    "two end records": "refused/zip-two-end-records refused/zip-two-in-one-file",
    "ZIP64 in any form": "refused/zip-zip64-*",
    "entries that overlap": "refused/zip-overlap refused/header-offset-of-another",
    "link, folder, encrypted, data descriptor": "refused/header-symlink"
    " refused/zip-swallowed-by-a-folder-name refused/header-encrypted refused/header-data-descriptor",
    "another name in an extra field, NUL in a name": "refused/header-extra-field refused/name-nul",
    "deflate longer or shorter than declared": "refused/deflate-*",
    "a name that leads elsewhere": "refused/name-slip refused/name-absolute refused/name-drive"
    " refused/name-backslash refused/name-stream refused/name-device*",
    "a name that a system changes": "refused/name-trailing-dot refused/name-space refused/name-long"
    " refused/name-unicode refused/name-right-to-left",
    "bomb": "refused/zip-bomb refused/zip-20000-entries",
    "signature stripped, foreign, of another bundle": "refused/signature-missing refused/both-missing"
    " refused/signature-of-another-bundle refused/manifest-and-signature-of-another",
    "mimetype not first, deflated, longer": "refused/mimetype-*",
    "manifest in another form": "refused/manifest-twice refused/manifest-percent-name"
    " refused/manifest-sha-1 refused/manifest-entity refused/manifest-laughs refused/manifest-comment"
    " refused/manifest-utf-16 refused/manifest-lists-itself refused/manifest-empty",
    "every byte changed": "unit/verification/test_every_byte.py::test_bundle__every_single_byte_changed__refused"
    " unit/verification/test_every_kind_changed.py::test_container__every_byte_changed__refused",
    "cut, spliced, swapped": "unit/verification/test_every_byte.py::test_bundle__random_cuts_and_splices__refused"
    " unit/verification/test_every_kind_changed.py"
    "::test_container__entries_of_one_kind_under_the_signature_of_another__refused",
    "entities in the XML of a form": "unit/forms/test_xform.py::test_read_xml__external_entity__is_refused",
}
SIGNATURE = {
    "SHA-1, small RSA": "refused/signature-sha-1 refused/signer-rsa-1024",
    "other curves": "refused/signer-p-192 refused/signer-p-224 refused/signer-p-521 refused/signer-secp256k1",
    "no signing-certificate-v2": "refused/signature-without-signing-certificate-v2",
    "no signed attributes": "refused/signature-no-signed-attributes",
    "bytes behind, another encoding": "refused/signature-bytes-behind refused/signature-indefinite-length",
    "content inside, two signers, no certificate": "refused/signature-attached-content"
    " refused/signature-two-signers refused/signature-no-certificate",
    "signed by the authority itself": "refused/signer-authority-itself refused/signer-is-an-authority",
    "no contentCommitment": "refused/signer-no-content-commitment",
    "no purpose": "refused/signer-no-purpose refused/signer-other-purpose",
    "signing time ahead, or before the certificate": "refused/signature-dated-two-days-ahead"
    " refused/signer-not-yet-valid",
    "expired": "refused/signer-expired remarks/certificate-ended-30-days-before",
    "another authority of the same name": "refused/signer-authority-of-the-same-name",
    "self-signed with our name, issued by a unit": "refused/signer-self-signed refused/signer-issued-by-a-unit",
    "revoked": "refused/revoked-*",
    "no list, stale, forged, from the future": "refused/list-* remarks/list-past-its-next-update",
    "an older moment under today's list": "valid/superseded-afterwards valid/certificate-ended-since",
    "unsigned attribute, list inside": "refused/signature-unsigned-attribute"
    " refused/signature-with-a-revocation-list",
}
APPLICATION = {
    "the same bundle twice": "scenario/test_three_hundred.py"
    "::test_bundles__three_hundred_in_any_order_twice__one_database_thirty_findings",
    "an older number with other content": "unit/services/test_hostile_intake.py"
    "::test_receive__epoch_of_another_desk_borrowed__nobody_elses_stream_is_touched",
    "a gap": "unit/services/test_receipts.py::test_receipt__number_that_never_came__is_named",
    "certificate of another unit, of another role, to another province": "refused/signer-other-unit"
    " refused/signer-clerk-sends-* refused/signer-province-sends-submission refused/facts-other-province",
    "receipt of another bundle or desk": "unit/services/test_receipts.py"
    "::test_receipt__of_another_desk_or_altered__refused_and_nothing_changes",
    "kit of another province, of a clerk, rolled back": "unit/services/test_kits.py"
    "::test_kit__of_another_province_or_a_clerk_or_changed__is_refused"
    " unit/services/test_kits.py::test_kit__older_or_the_same__is_refused_and_nothing_changes"
    " unit/services/test_restoring.py::test_restore__backup_from_before_the_newest_kit__kit_never_goes_back",
    "formulas": "valid/formula-stays-data"
    " unit/services/test_exporting.py::test_export__csv__utf8_mark_and_no_formula",
    "tables in another form": "refused/csv-nul refused/csv-lone-cr refused/csv-field-of-a-million"
    " refused/csv-column-* refused/csv-mark refused/csv-latin-1 refused/csv-utf-16 refused/csv-head-twice",
    "letters in two spellings, turned around": "refused/csv-decomposed-letters refused/csv-bidi-in-code"
    " refused/csv-id-in-other-letters",
    "JSON read in two ways": "refused/facts-key-twice refused/facts-not-a-number refused/facts-huge-number"
    " refused/facts-too-deep",
    "picture bomb": "refused/picture-of-400-megapixels",
    "a program called picture or PDF": "refused/picture-is-a-program refused/pdf-is-a-picture",
    "PDF that acts": "unit/services/test_attaching.py::test_document__that_runs_something__is_refused",
    "a clock a year off": "unit/services/test_clocks.py::test_clock__a_year_off__stopped_or_said"
    " remarks/made-three-days-before-signing",
    "encrypted again for somebody else": "unit/bundles/test_encryption.py"
    "::test_decrypt__for_somebody_else_or_without_a_key__said_so",
    "decryption that fails in the middle": "unit/bundles/test_encryption.py"
    "::test_decrypt__truncated_flipped_or_longer__nothing_stays",
    "programs beside the files on a stick": "refused/name-link refused/name-autorun refused/name-program",
    "large bundle in little memory": "scenario/test_large_bundle.py"
    "::test_bundle__of_300_megabytes__stays_within_150_of_memory",
    "nothing leaves over a network": "unit/verification/test_checks.py::test_verification__no_socket_is_opened",
    "request for another desk's certificate": "refused/renewal-*",
}


@pytest.mark.parametrize("row", [*CONTAINER, *SIGNATURE, *APPLICATION])
def test_attack__of_the_design__is_stood_for(row: str) -> None:
    for evidence in (CONTAINER | SIGNATURE | APPLICATION)[row].split():
        if FILES.fullmatch(evidence):
            assert list(BUNDLES.glob(f"{evidence}.asice")), evidence
            continue
        path, _, name = evidence.partition("::")
        assert f"def {name}(" in (TESTS / path).read_text(encoding="utf-8"), evidence
