"""Opens downloaded ledgers with openpyxl: a sheet for each village, codes as texts, marks on a light ground, totals, and how it prints."""

import pathlib
import sys

import openpyxl

folder = pathlib.Path(sys.argv[1])
MARKS = "✓⋯!×–"


def light(cell):
    """Whether what is printed in the cell is read on paper: a light ground, a dark sign."""
    parts = lambda colour: [int(colour[at : at + 2], 16) for at in (2, 4, 6)]
    return min(parts(cell.fill.fgColor.rgb)) > 0xD0 and min(parts(cell.font.color.rgb)) < 0x60


def printed(sheet):
    """A4 landscape, one page wide, the heads on every page and in sight, page numbers."""
    setup = sheet.page_setup
    # A width that is not written is one page.
    assert (setup.paperSize, setup.orientation, setup.fitToWidth or 1, setup.fitToHeight) == (9, "landscape", 1, 0), setup
    assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.print_title_rows == "$1:$3", sheet.print_title_rows
    assert sheet.freeze_panes == "C4" and "&P" in sheet.oddFooter.center.text.replace("&[Page]", "&P"), sheet.freeze_panes


def households(name):
    book = openpyxl.load_workbook(folder / name)
    numbers, marks = [], set()
    for sheet in book:
        assert sheet["A3"].value.startswith("户编号"), sheet["A3"].value
        printed(sheet)
        rows = list(sheet.iter_rows(min_row=4))
        total = next(at for at, row in enumerate(rows) if str(row[0].value).startswith("合计"))
        assert rows[total][1].value == f"{total} 户", rows[total][1].value
        assert rows[total][19].value == sum(row[19].value for row in rows[:total])
        assert rows[total][19].value == sum(cell.value for cell in rows[total][7:19])
        signs = [cell.value for row in rows[total:] for cell in row if isinstance(cell.value, str)]
        for line in ("填表人", "审核人", "单位（盖章）"):
            assert any(sign.startswith(line) for sign in signs), signs
        for row in rows[:total]:
            number = row[0]
            assert isinstance(number.value, str) and number.data_type == "s", number.value
            numbers.append(number.value)
            for cell in row[7:19]:
                if cell.value:
                    mark = cell.value[0]
                    assert mark in MARKS and light(cell), (cell.value, cell.fill.fgColor.rgb)
                    marks.add(mark)
    assert len(set(numbers)) == len(numbers)
    return book, numbers, marks


book, numbers, marks = households("township.xlsx")
assert len(book.sheetnames) > 1, book.sheetnames
assert {"✓", "×", "–"} <= marks, marks
village, some, _ = households("village.xlsx")
assert len(village.sheetnames) == 1 and set(some) < set(numbers)
old, _, _ = households("last-year.xlsx")
assert "2025" in old.worksheets[0]["A1"].value and "2025-12-31" in old.worksheets[0]["A2"].value
print(f"{len(numbers)} households")
