"""Opens downloaded ledgers with openpyxl: a sheet for each village, codes as texts, each strip's cells in their colours."""

import pathlib
import sys

import openpyxl

folder = pathlib.Path(sys.argv[1])
COLOURS = {"✓": "FF1B7A55", "⋯": "FFDFE8F5", "!": "FFFBEBCB", "×": "FFF8DFDB", "–": "FFECE9E1"}


def households(name):
    book = openpyxl.load_workbook(folder / name)
    numbers, marks = [], set()
    for sheet in book:
        assert sheet["A3"].value.startswith("户编号"), sheet["A3"].value
        for row in sheet.iter_rows(min_row=4):
            number = row[0]
            assert isinstance(number.value, str) and number.data_type == "s", number.value
            numbers.append(number.value)
            for cell in row[7:19]:
                if cell.value:
                    mark = cell.value[0]
                    assert cell.fill.fgColor.rgb == COLOURS[mark], (cell.value, cell.fill.fgColor.rgb)
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
