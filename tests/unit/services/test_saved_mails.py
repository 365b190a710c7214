"""Saved mails: the bundles in them are found however they are packed; hostile mails harm nothing."""

from __future__ import annotations

import os
import tracemalloc
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hrdesk.errors import FileMissingError
from hrdesk.indicators.period import parse_period
from hrdesk.services import receiving, submitting
from hrdesk.services.mail_parts import PARTS_LIMIT
from hrdesk.services.saved_mails import ATTACHED_LIMIT, unpack_mail
from tests.support.desk import NOW, PASSPHRASE, fill
from tests.support.kits import enrolled_pair


def mail(*attached: tuple[str, bytes], text: str = "Kính gửi Sở") -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = "Nộp báo cáo tháng 11"
    message["From"] = "xa@example.invalid"
    message.set_content(text)
    for name, content in attached:
        message.add_attachment(
            content, maintype="application", subtype="octet-stream", filename=name
        )
    return message


def saved(path: Path, message: EmailMessage) -> Path:
    path.write_bytes(bytes(message))
    return path


def test_mail__several_bundles_and_other_files__only_bundles_come_out(tmp_path: Path) -> None:
    message = mail(
        ("30307_submission_2026-11_000001.asice", b"one"),
        ("Biên bản họp.docx", b"x"),
        ("30307_submission_2026-11_000002.asice.age", b"two"),
        ("../../outside.asice", b"three"),
        ("run.exe", b"MZ"),
    )
    (tmp_path / "out").mkdir()
    read = unpack_mail(saved(tmp_path / "a.eml", message), tmp_path / "out")
    assert [one.read_bytes() for one in read.bundles] == [b"one", b"two", b"three"]
    assert read.names[2] == "outside.asice"
    assert read.ignored == 2
    assert all(one.parent == tmp_path / "out" for one in read.bundles)
    assert not (tmp_path.parent / "outside.asice").exists()


def test_mail__forwarded_inside_another_with_a_vietnamese_name__is_found(tmp_path: Path) -> None:
    inner = mail(("Báo cáo tháng 11 – xã Ô Lâm.asice", b"content"))
    outer = EmailMessage()
    outer["Subject"] = "Chuyển tiếp"
    outer.set_content("Xem thư kèm")
    outer.add_attachment(inner)
    read = unpack_mail(saved(tmp_path / "a.eml", outer), tmp_path)
    assert [one.read_bytes() for one in read.bundles] == [b"content"]
    assert read.names == ("Báo cáo tháng 11 – xã Ô Lâm.asice",)


def test_mail__with_thousands_of_parts_or_mails_in_mails__is_left(tmp_path: Path) -> None:
    many = mail(*((f"{number}.asice", b"x") for number in range(PARTS_LIMIT + 5)))
    assert unpack_mail(saved(tmp_path / "a.eml", many), tmp_path).fault == "parts"
    deep = mail(("a.asice", b"x"))
    for _ in range(30):
        outer = EmailMessage()
        outer.add_attachment(deep)
        deep = outer
    assert unpack_mail(saved(tmp_path / "b.eml", deep), tmp_path).fault == "parts"


def test_mail__a_bundle_that_cannot_be_taken_out_beside_others__is_said(tmp_path: Path) -> None:
    many = mail(*((f"{number}.asice", b"x") for number in range(ATTACHED_LIMIT + 1)))
    read = unpack_mail(saved(tmp_path / "a.eml", many), tmp_path)
    assert (len(read.bundles), read.ignored, read.fault) == (ATTACHED_LIMIT, 1, "parts")
    two = bytes(mail(("a.asice", b"content" * 9), ("b.asice", b"")))
    (tmp_path / "b.eml").write_bytes(two)
    read = unpack_mail(tmp_path / "b.eml", tmp_path)
    assert (len(read.bundles), read.fault) == (1, "unreadable")


def test_mail__odd_letters_in_a_name__shown_as_such(tmp_path: Path) -> None:
    content = bytes(mail(("a.asice", b"content"))).replace(b'"a.asice"', b'"a\0\x1b[2Jb.asice"')
    (tmp_path / "a.eml").write_bytes(content)
    read = unpack_mail(tmp_path / "a.eml", tmp_path)
    assert all(name.isprintable() for name in read.names)
    assert len(read.bundles) == 1


def test_mail__every_way_to_pack_a_file__the_same_bytes_as_the_parser_of_the_library(
    tmp_path: Path,
) -> None:
    """Base64, quoted-printable and bare, both line ends, mails in mails, alternatives around."""
    contents = [b"PK\3\4" + bytes(range(256)) * 5, b"\r\n--line\n--\r\n", b"x" * 200_001, b"end\n"]
    for number, ending in ((0, b"\n"), (1, b"\r\n")):
        for how in ("base64", "quoted-printable"):
            whole = mail()
            for at, content in enumerate(contents):
                whole.add_attachment(
                    content,
                    maintype="application",
                    subtype="octet-stream",
                    filename=f"{at}.asice",
                    cte=how,
                )
            around = mail(("khac.asice", b"another"))
            around.add_attachment(whole)
            around.add_attachment(b"last", maintype="a", subtype="b", filename="z.asice.age")
            path = tmp_path / f"{number}{how}.eml"
            path.write_bytes(bytes(around).replace(b"\r\n", b"\n").replace(b"\n", ending))
            out = tmp_path / f"out{number}{how}"
            out.mkdir()
            read = unpack_mail(path, out)
            assert read.fault == ""
            assert [one.read_bytes() for one in read.bundles] == [b"another", *contents, b"last"]


def test_mail__bare_bytes_and_no_other_part__come_out_as_they_are(tmp_path: Path) -> None:
    head = b'Content-Type: a/b; name="x"\nContent-Disposition: attachment; filename="a.asice"\n'
    for how, content in (("8bit", b"\xff\0--\r\nlast\r\n"), ("binary", b"one line" * 20_000)):
        path = tmp_path / "a.eml"
        path.write_bytes(head + f"Content-Transfer-Encoding: {how}\n\n".encode() + content)
        read = unpack_mail(path, tmp_path)
        assert [one.read_bytes() for one in read.bundles] == [content]
    path.write_bytes(head + b"Content-Transfer-Encoding: x-uuencode\n\nbegin 644 a\n")
    assert unpack_mail(path, tmp_path).fault == "unreadable"


def test_mail__base64_that_is_none_or_too_long_a_head__said_so(tmp_path: Path) -> None:
    whole = bytes(mail(("a.asice", b"content")))
    path = tmp_path / "a.eml"
    path.write_bytes(whole.replace(b"Y29udGVudA==", b"Y29ud"))
    assert unpack_mail(path, tmp_path).fault == "unreadable"
    path.write_bytes(b"X-Long: " + b"a" * (1 << 20) + b"\n" + whole)
    assert unpack_mail(path, tmp_path).fault == "parts"


def test_mail__a_pipe_called_like_one__is_not_waited_for(tmp_path: Path) -> None:
    office, _ = enrolled_pair(tmp_path)
    os.mkfifo(tmp_path / "thu.eml")
    (one,) = receiving.receive(office, [tmp_path / "thu.eml"], now=NOW)
    assert (one.result, one.outcome.findings[0].finding_id) == ("refused", "BUN_101")


def test_mail__of_thirty_megabytes__read_in_the_memory_of_a_few_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    head = (
        b'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: a/b; name="a.asice"\n'
        b"Content-Transfer-Encoding: base64\n\n"
    )
    line = b"AAAA" * 19 + b"\n"
    with path.open("wb") as stream:
        stream.write(head)
        for _ in range(30):
            stream.write(line * 13_600)
        stream.write(b"--b--\n")
    tracemalloc.start()
    try:
        read = unpack_mail(path, tmp_path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert [one.stat().st_size for one in read.bundles] == [13_600 * 30 * 57]
    assert peak < 8 << 20


@settings(
    max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(st.binary(max_size=400), st.integers(0, 600), st.integers(1, 40))
def test_mail__cut_and_filled_with_anything__never_raises(
    tmp_path: Path, junk: bytes, at: int, length: int
) -> None:
    whole = bytes(mail(("a.asice", b"content" * 9)))
    path = tmp_path / "a.eml"
    path.write_bytes(whole[:at] + junk + whole[at + length :])
    read = unpack_mail(path, tmp_path)
    assert len(read.bundles) == len(read.names) <= 1
    path.write_bytes(junk)
    unpack_mail(path, tmp_path)


def test_receive__a_saved_mail__its_bundle_is_taken_in(tmp_path: Path) -> None:
    office, desk = enrolled_pair(tmp_path)
    fill(desk)
    sent = submitting.submit(
        desk, parse_period("2026-11"), tmp_path / "out", passphrase=PASSPHRASE, now=NOW
    ).path
    folder = tmp_path / "mails"
    folder.mkdir()
    saved(folder / "thu.eml", mail((sent.name, sent.read_bytes()), ("ảnh.jpg", b"x")))
    saved(folder / "trong.eml", mail())
    (folder / "hong.eml").write_bytes(b"\xff\xfe nothing of a mail")
    (folder / "Outlook.msg").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2000))
    outcomes = receiving.receive(office, [folder], now=NOW + timedelta(days=1))
    by_name = {one.file_name: one for one in outcomes}
    assert by_name[sent.name].result == "accepted"
    for name in ("trong.eml", "hong.eml", "Outlook.msg"):
        assert by_name[name].result == "refused"
        assert by_name[name].outcome.findings[0].finding_id == "BUN_120"
        assert "Save the attachment" in by_name[name].outcome.findings[0].remedy
        assert by_name[name].reason
    assert [one for one in office.paths.folder.iterdir() if one.name.startswith(".mail")] == []
    with pytest.raises(FileMissingError):
        receiving.receive(office, [tmp_path / "nowhere.eml"], now=NOW)
