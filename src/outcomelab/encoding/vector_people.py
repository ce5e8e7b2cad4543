"""Invented people for the published test vectors: every rule of the standard form is met by somebody."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa

from outcomelab.handovers.cohort import COHORT_IDENTIFIERS

# surname | forename | middle | date of birth | its other reading | sex | postcode | service number
_LINES = """
Archer|Robert|James|1980-02-03||M|AB1 2CD|QQ123456C
Archer|Bob|J|1980-02-03|1980-03-02|m|ab12cd|qq 12 34 56 c
Robert|Archer||1980-02-03||M|AB1 2CD|
Müller|Jürgen||1975-12-31||male|10115|0012345678
Mueller|Jurgen||1975-12-31||1|10115|12345678
Weiß|Änne||1969-06-15||F|80331|
WEISS|Anne||1969-06-15||female|80331|
Nuñez|José María||1990-11-05|1990-05-11|M|28013|X1234567L
Nun\u0303ez|Jose\u0301|Maria|1990-11-05||M|28013|X-1234567-L
García y López|María del Carmen||1988-08-08||woman|08001|
de la Cruz|Juan||2001-01-01||M|00901|
Delacruz|Juan||2001-01-01||M|00901-1234|
van den Berg|Saskia||1995-10-10||F|1012 AB|
VandenBerg|Saskia||1995-10-10||F|1012AB|
O'Neill|Siobhán||1983-03-17||F|BT1 5GS|
O’Neill|Siobhan||1983-03-17||F|bt1 5gs|
O Neill|Siobhan||1983-03-17||F|BT15GS|
McDonald|Ian||1950-07-20||man|EH1 1YZ|
Mac Donald|Ian||1950-07-20||M|EH1 1YZ|
Smith-Jones|Ann-Marie||1977-09-09||F|SW1A 1AA|
Smith Jones|Ann Marie||1977-09-09||F|SW1A1AA|
Smith – Jones|Ann|Marie|1977-09-09||F|SW1A1AA|
King Jr.|Martin||1961-04-04||M|30303|
King|Martin||1961-04-04||M|303031234|
Junior|Junior||1999-02-28||M|33101|
St. John|Dr. William|H.|1948-05-05||M|OX1 3DP|
Saint|Bill||1948-05-05||M|OX1 3DP|
Ødegård|Bjørn||1986-01-22||M|0150|
Łukasiewicz|Żaneta||1979-11-30||F|00-001|
Þórsson|Ægir||1972-06-17||M|101|
Çelik|İbrahim||1993-04-23||M|34000|
Işık|Ilgın||1991-09-09||F|06100|
Dvořák|Antonín||1841-09-08||M|110 00|
ﬁsher|Ĳsbrand||1967-03-21||M|3011|
Ｍｏｒｉ|Ｋｅｎ||1984-05-06|1984-06-05|M|１００|
Иванов|Иван|Иванович|1982-10-12|1982-12-10|M|101000|
Παπαδόπουλος|Γιώργος||1976-03-25||M|10431|
Σοφός|Σίσυφος||1976-03-26||M|10431|
李|小龍||1973-07-20||M|999077|
김|민준||2004-02-29||M|03187|
محمد|أحمد||1989-01-09|1989-09-01|M|11511|
שפירא|נועה||1998-12-01||F|9103401|
Nguyễn|Thị Hương||1994-06-18||F|700000|
Ng|A||1985-05-05||F|018956|S1234567D
X|Y||1985-05-06||M||
|Cher||1946-05-20||F|90210|
Bono|||1960-05-10||M|D02|
Unknown|Not known|N/A|1970-01-01||unknown|n/a|0000000
??|--||1970-01-02||9|??|00
Abernathy|Elizabeth||||F|EC1A 1BB|
Abernathy|Liz||1966-06-06|||EC1A 1BB|
Abernathy|Betty Q||1966-06-06||F||
||||||| 000111222
|||1958-08-18||F|M1 1AE|
Pfister|Wally||1983-12-12||M|60601|AB-000-12
Tymczak|Ashcroft||1983-12-13||M|60601|
Whitehead|Hhww||1984-01-02||M|60602|
Lloyd|Gwen||1955-02-29||F|CF10 1AA|
Smith|Jack||2000-02-29||M|LS1 1UR|
Smyth|John|Jack|2000-02-29||M|LS1 1UR|
Sánchez Gutiérrez|Rosario de los Ángeles||1987-07-14||F|06700|
da Silva e Souza|João||1992-12-25||M|01310-100|
d'Artagnan|Charles||1611-01-02|1611-02-01|M|32000|
Al-Rashid|Harun||1963-03-17||M|10001|
Twain III|Mark||1835-11-30||M|06105|
🙂 Vega|Stella 2||2003-03-03||F|7ⅡK|①②③4
"""


def people() -> pa.Table:
    """Some sixty invented people by `COHORT_IDENTIFIERS`, numbered from 2."""
    rows = []
    for number, line in enumerate(_LINES.strip().splitlines(), start=2):
        surname, forename, middle, born, also, sex, postcode, service = (cell or None for cell in line.split("|"))
        rows.append(
            {
                "row": number,
                "surname": surname,
                "forename": forename,
                "middle": middle,
                "date_of_birth": _day(born),
                "born_also": _day(also),
                "sex": sex,
                "postcode": postcode,
                "service_number": service,
            }
        )
    return pa.Table.from_pylist(rows, COHORT_IDENTIFIERS)


def _day(text: str | None) -> dt.date | None:
    # 29 February 1955 was no day.
    return dt.date.fromisoformat(text) if text and text != "1955-02-29" else None
