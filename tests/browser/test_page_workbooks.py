"""Workbooks however they were written: the page finds in them what Python finds."""

import datetime as dt
import io
import zipfile

import pytest
import xlsxwriter

from outcomelab.people.read import read_people

HEADINGS = ("Surname", "Forename", "Date of birth", "Postcode", "Service number")
DAY = dt.date(2026, 3, 2)
READ = """async ([bytes, latest]) => {
    const sheet = await modules.sheet.readSheet(new File([Uint8Array.from(bytes)], "list.xlsx"));
    const columns = modules.headings.findColumns(sheet.rows);
    return modules.people.readPeople(sheet, columns, null, latest).people;
}"""


def workbook(file, above=0, hidden=False, **options):
    book = xlsxwriter.Workbook(file, options)
    if hidden:
        other = book.add_worksheet("Codes")
        other.write_row(0, 0, ("Surname", "Forename", "DOB"))
        other.write_row(1, 0, ("Not", "Her", "1950-01-01"))
        other.hide()
    sheet = book.add_worksheet("List")
    if hidden:
        sheet.activate()
    day, coloured = book.add_format({"num_format": "dd mmm yyyy"}), book.add_format({"num_format": '"day" 0'})
    bold = book.add_format({"bold": True})
    for row in range(above):
        sheet.write(row, 0, "Our list, made by hand")
    sheet.write_row(above, 0, HEADINGS)
    sheet.write(above + 1, 0, "Fjord & søn <1>")
    sheet.write(above + 1, 1, "  Ada ")
    sheet.write_datetime(above + 1, 2, dt.datetime(1980, 2, 3), day)
    sheet.write(above + 1, 3, 90210)
    sheet.write(above + 1, 4, 123456789)
    if options.get("constant_memory"):
        sheet.write(above + 3, 0, "Foss")
    else:
        sheet.write_rich_string(above + 3, 0, "Fo", bold, "ss")
    sheet.write_formula(above + 3, 1, '=UPPER("kari")', None, "KARI")
    sheet.write(above + 3, 2, 29000, coloured)
    sheet.write_formula(above + 3, 3, "=NA()", None, "#N/A")
    sheet.write_boolean(above + 4, 0, True)
    sheet.write(above + 4, 1, "Per")
    sheet.write(above + 4, 2, "3 April 1990")
    sheet.write(above + 4, 4, 12.5)
    book.close()
    return file


@pytest.fixture
def reader(modules):
    page = modules("sheet", "people")
    return lambda data: page.evaluate(READ, [list(data), (DAY - dt.date(1970, 1, 1)).days])


@pytest.mark.parametrize(
    "options",
    [{}, {"constant_memory": True}, {"date_1904": True}, {"above": 4}, {"hidden": True}],
    ids=["shared strings", "inline strings", "days from 1904", "a title above", "a hidden sheet first"],
)
def test_a_workbook_is_read_as_python_reads_it(reader, tmp_path, options):
    file = workbook(tmp_path / "list.xlsx", **options)
    theirs = read_people(file, today=DAY).identifiers.to_pylist()
    found = reader(file.read_bytes())
    assert [each["row"] for each in found] == [row["row"] for row in theirs]
    for each, row in zip(found, theirs, strict=True):
        assert each["surname"] == (row["surname"] or "")
        assert each["forename"] == (row["forename"] or "")
        assert each["born"] == row["date_of_birth"].isoformat().replace("-", "")
        assert each["postcode"] == (row["postcode"] or "")
        assert each["serviceNumber"] == (row["service_number"] or "")


def test_a_part_that_unpacks_to_more_than_it_says_is_refused(desk, tmp_path):
    whole = workbook(tmp_path / "list.xlsx").read_bytes()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for part in before.infolist():
            after.writestr(part.filename, before.read(part))
    data = bytearray(out.getvalue())
    place = data.index(b"PK\x01\x02")
    while data[place : place + 4] == b"PK\x01\x02":
        data[place + 24 : place + 28] = (5).to_bytes(4, "little")
        name, extra, comment = (int.from_bytes(data[place + at : place + at + 2], "little") for at in (28, 30, 32))
        place += 46 + name + extra + comment
    at = desk()
    at.choose_list(bytes(data), "list.xlsx")
    assert "damaged" in at.said("list-refusal")
