"""Reports as data for tests: made-up offices, titles in four scripts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hrdesk.reports.content import (
    Appendix,
    Block,
    Column,
    Heading,
    Letterhead,
    ListItem,
    Paragraph,
    ReportContent,
    Signature,
    Table,
)

KHMER = "សិទ្ធិ\u200bមនុស្ស\u200bនិង\u200bច្បាប់ សម្រាប់\u200bប្រជាពលរដ្ឋ\u200bខ្មែរ ២០២៦"
JAWI = "حق اساسي مأنسي دان ݢنراسي مودا چمڤا ١٢٣ هاري"
HAN = "人權法律知識問答\uff0c安江省華人社區宣傳資料"
VIETNAMESE = "Tuyên truyền quyền con người cho đồng bào dân tộc thiểu số ở ấp Đại Hữu, Ngã Bảy"

COLUMNS = (
    Column("TT", 5, "center"),
    Column("Tên sản phẩm", 36),
    Column("Loại hình", 16),
    Column("Ngôn ngữ", 13),
    Column("Ngày hoàn thành", 13, "center"),
    Column("Kênh phổ biến", 17),
)


def product_rows(count: int) -> list[tuple[str, ...]]:
    """Rows as long as real ones; every tenth in another script."""
    titles = (VIETNAMESE, KHMER, VIETNAMESE, JAWI, VIETNAMESE, HAN)
    rows = []
    for number in range(1, count + 1):
        title = titles[number // 10 % 6] if number % 10 == 0 else f"{VIETNAMESE} (kỳ {number})"
        rows.append(
            (str(number), title, "Bài đăng mạng xã hội", "Tiếng Việt", "05/11/2026", "Zalo")
        )
    return rows


def content(*body: Block, appendices: tuple[Appendix, ...] = ()) -> ReportContent:
    """A whole report of a made-up commune."""
    return ReportContent(
        letterhead=Letterhead(
            "", "Ủy ban nhân dân\nxã Hòa Vang Nam", "Ủy ban nhân dân xã Hòa Vang Nam"
        ),
        number="",
        symbol="BC-UBND",
        place="Hòa Vang Nam",
        issued_on=date(2026, 11, 5),
        title="Báo cáo",
        subject="Kết quả công tác truyền thông về quyền con người tháng 10 năm 2026",
        recipients=("Sở Văn hóa và Thể thao tỉnh An Giang",),
        body=body or (Paragraph("Đơn vị không phát sinh hoạt động trong kỳ báo cáo./."),),
        signature=Signature(
            ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "Nguyễn Thị Thử Nghiệm"
        ),
        copies=("Như trên", "Thường trực Đảng ủy, HĐND xã", "Lưu: VT, VHXH"),
        appendices=appendices,
        author="Phòng Văn hóa - Xã hội",
    )


def long_content() -> ReportContent:
    """Several pages of body with every script, and appendices in both directions of the page."""
    body: list[Block] = [
        Paragraph(
            "Thực hiện Kế hoạch số 355/KH-UBND ngày 05/4/2024 của Ủy ban nhân dân tỉnh An Giang về"
            " truyền thông về quyền con người giai đoạn 2023 - 2028 trên địa bàn tỉnh, Ủy ban nhân"
            " dân xã báo cáo kết quả như sau:"
        ),
    ]
    for number, name in enumerate(("Công tác chỉ đạo, điều hành", "Kết quả thực hiện"), 1):
        body.append(Heading(1, "I" * number + ".", name))
        for part in range(1, 5):
            body.append(Heading(2, f"{part}.", "Công tác tuyên truyền, phổ biến"))
            body.append(
                Paragraph(
                    f"{VIETNAMESE}; tài liệu tiếng Khmer “{KHMER}”, tiếng Chăm “{JAWI}” và tiếng Hoa “{HAN}”. "
                    + "Các hoạt động bảo đảm đúng tiến độ, tiết kiệm, hiệu quả, thu hút đông đảo nhân dân tham gia. "
                    * 3
                )
            )
            body.append(
                ListItem("Số lượt người tham dự: 1.234 lượt, trong đó nữ 612 lượt, chiếm 49,6%;")
            )
    body.append(
        Paragraph("Trên đây là báo cáo kết quả thực hiện, kính trình cấp trên xem xét, chỉ đạo./.")
    )
    rows = product_rows(60)
    table = Table(
        COLUMNS,
        [("A. Sản phẩm của Đề án",), *rows[:30], ("B. Sản phẩm khác",), *rows[30:]],
        ("", "Cộng", "60", "", "", ""),
    )
    figures = Table(
        (
            Column("Đơn vị", 30),
            *(
                Column(label, 9, "right", f"T{target}")
                for target in range(1, 4)
                for label in ("Tử số", "Mẫu số", "Tỷ lệ (%)")
            ),
        ),
        [(f"Xã Mẫu {number}", *("10", "12", "83,3%") * 3) for number in range(1, 61)],
        ("Cộng", *("600", "720", "83,3%") * 3),
    )
    return replace(
        content(*body),
        number="5",
        recipients=("Ủy ban nhân dân tỉnh An Giang", "Sở Văn hóa và Thể thao tỉnh An Giang"),
        appendices=(
            Appendix("Danh mục sản phẩm truyền thông", (table,)),
            Appendix("Kết quả thực hiện chỉ tiêu theo đơn vị", (figures,), landscape=True),
        ),
    )
