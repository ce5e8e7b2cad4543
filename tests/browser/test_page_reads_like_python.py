"""What the page reads in a list is what Python reads in it: cells, dates, names, codes."""

import csv
import datetime as dt
import io
import random

import pytest

from outcomelab.people.read import read_people

READ = """([rows, headings, latest]) => {
    const sheet = { rows: [headings, ...rows] };
    const columns = modules.headings.findColumns(sheet.rows);
    const read = modules.people.readPeople(sheet, columns, null, latest);
    return { people: read.people, leftOut: [...read.leftOut.values()].flat() };
}"""
TODAY = dt.date(2026, 3, 2)


def as_text(rows):
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue()


def test_cells_are_parted_as_pythons_own_reader_parts_them(modules):
    some = random.Random(5)  # noqa: S311 texts for a test
    texts = [
        "".join(some.choices('ab", \n\r;', (3, 2, 4, 4, 1, 2, 1, 1), k=some.randrange(1, 16)))
        for _ in range(4_000)
    ]
    found = modules("delimited").evaluate(
        "(texts) => texts.map((text) => modules.delimited.cells(text, ',', 99))", texts
    )
    for text, rows in zip(texts, found, strict=True):
        reader = csv.reader(io.StringIO(text, newline=""), skipinitialspace=True)
        assert rows == list(reader), repr(text)


def differences(page, headings, rows, folder):
    file = folder / "list.csv"
    file.write_text(as_text([headings, *rows]), encoding="utf-8", newline="")
    theirs = {row.pop("row"): row for row in read_people(file, today=TODAY).identifiers.to_pylist()}
    read = page.evaluate(READ, [rows, headings, (TODAY - dt.date(1970, 1, 1)).days])
    assert set(theirs) - {each["row"] for each in read["people"]} <= set(read["leftOut"])
    assert read["people"]
    for each in read["people"]:
        row = theirs[each["row"]]
        day = lambda date: None if date is None else date.isoformat().replace("-", "")  # noqa: E731
        ours = [each[n] or None for n in ("surname", "forename", "middle", "sex", "postcode", "serviceNumber")]
        named = [row[n] for n in ("surname", "forename", "middle", "sex", "postcode", "service_number")]
        dates = [day(row["date_of_birth"]), day(row["born_also"])]
        if [*ours, each["born"], each["bornAlso"]] != [*named, *dates]:
            yield rows[each["row"] - 2], [*ours, each["born"], each["bornAlso"]], [*named, *dates]


def odd_dates(some):
    day, month, year = (
        some.randrange(0, 33),
        some.randrange(0, 14),
        some.choice((1890, 1955, 1999, 2003, 2026, 2031)),
    )
    name = some.choice(("Jan", "february", "MAR", "Sept", "june", "Dec.", "Mai"))
    between = some.choice(("-", "/", ".", " ", "–", " / ", "\\", ""))
    short = f"{year % 100:02d}"
    return some.choice((
        f"{year}{between}{month:02d}{between}{day:02d}",
        f"{day}{between}{month}{between}{year}",
        f"{day:02d}{between}{month:02d}{between}{short}", f"{day}{some.choice(('', 'st', 'th'))} {name} {year}",
        f"{name} {day}, {year}", f"{day}-{name}-{short}", f"{year} {name} {day}",
        str(some.randrange(9_000, 80_000)),
        f"{year}-{month:02d}-{day:02d} 00:00:00", f"{day}/{month}/{year} 11:30 pm", f"Monday, {day} {name} {year}",
        f"{some.randrange(20_000, 40_000)}.0", "=A1", "n/a", "n/k", "-", "", "soon", "1990", "１９９０-０１-０２",
    ))  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2])
def test_dates_however_they_are_written_are_read_alike(modules, tmp_path, seed):
    some = random.Random(seed)  # noqa: S311 dates for a test
    rows = [["Fjord", f"A{n}", odd_dates(some), "7"] for n in range(3_000)]
    page = modules("people")
    for kept in (rows, [row for row in rows if "/" not in row[2] and "." not in row[2]], rows[:40]):
        assert not list(differences(page, ["Surname", "Forename", "DOB", "Postcode"], kept, tmp_path))[:5]


def test_dates_in_three_columns_are_read_alike(modules, tmp_path):
    some = random.Random(4)  # noqa: S311 dates for a test
    years = ("1990", "85", "3", "2000.0", "", "x", "0")
    rows = [
        ["Fjord", f"A{n}", some.choice(years), str(some.randrange(0, 14)), str(some.randrange(0, 33)), "7"]
        for n in range(400)
    ]
    headings = ["Surname", "Forename", "Birth year", "Birth month", "Birth day", "Postcode"]
    assert not list(differences(modules("people"), headings, rows, tmp_path))[:5]


FULL_NAMES = (
    "Smith, John Paul", "DUPONT Jean", "Jan van der Berg", "Dr. Ada Fjord", "Cher", "O’NEILL-Ó Sé Máire Áine",
    "Mr John",
    "John Smith Jr.", ",", "a, b, c", "de la Cruz Ana", "Ana María de la Cruz", "VAN DER BERG, Jan", "  x   y  ",
    "=x y",
    "St. John Smith", "Łukasz ŻAK", "unknown", "N/A", "na", "Ali bin Omar", "李 小龙", "x" * 201,
    "Jo\u00adhn\u200b Doe", "A\ufffdb Cd",
)  # fmt: skip
CODES = (
    "AB1 2CD",
    "12345.0",
    "1.2E+11",
    "1,5e8",
    "0042",
    "942",
    "none",
    "--",
    "９０２１０",
    "+44",
    "@x",
    "90210-1234",
)
SEXES = ("F", "f.", "Female ", "W", "weiblich", "1", "2", "MALE", "h", "x", "", "None", "männlich")


@pytest.mark.parametrize("code", ["Postcode", "Home ZIP code"])
def test_names_and_codes_are_read_alike(modules, tmp_path, code):
    some = random.Random(6)  # noqa: S311 names for a test
    rows = [
        [
            some.choice(FULL_NAMES),
            f"19{50 + n % 40}-01-02",
            some.choice(SEXES),
            some.choice(CODES),
            some.choice(CODES),
        ]
        for n in range(1_000)
    ]
    headings = ["Name", "Date of birth", "Gender", code, "SSN"]
    assert not list(differences(modules("people"), headings, rows, tmp_path))[:5]
