"""The encoding a second time, as plainly as docs/encoding.md reads: one record, one value, one bit at a time.

Starts from the standard form and the published tables, and shares no code with the program.
"""

import hashlib
import hmac
import unicodedata

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

FORMAT = b"outcomelab-encoding/1"


def hkdf(secret, project, purpose, length):
    """RFC 5869, extract and expand, for at most one block."""
    pseudo = hmac.new(FORMAT, secret, hashlib.sha256).digest()
    return hmac.new(pseudo, f"{project}|{purpose}".encode() + b"\x01", hashlib.sha256).digest()[:length]


def by_passphrase(passphrase, project):
    """RFC 8018, one block of 32 bytes."""
    salt = FORMAT + b"|" + project.encode()
    return hashlib.pbkdf2_hmac("sha256", passphrase.strip(" ").encode(), salt, 600_000)


def signed(eight):
    return int.from_bytes(eight, "big", signed=True)


class PlainEncoder:
    def __init__(self, secret, project, tables):
        lengths = {"values": 32, "pairs": 16, "filter": 32, "diffusion": 32}
        self.keys = {purpose: hkdf(secret, project, purpose, length) for purpose, length in lengths.items()}
        self.tables = tables
        self.sounds = {letter: str(digit) for letters, digit in tables["sounds"].items() for letter in letters}

    def v(self, kind, text):
        if text is None:
            return None
        message = kind.encode() + b"\x1f" + text.encode()
        return hmac.new(self.keys["values"], message, hashlib.sha256).digest()[:8]

    def p(self, a, b):
        if a is None or b is None:
            return None
        cipher = Cipher(algorithms.AES(self.keys["pairs"]), modes.ECB()).encryptor()  # noqa: S305
        return (cipher.update(a + b) + cipher.finalize())[:8]

    def either(self, a, b):
        return None if a is None or b is None else self.p(*sorted([a, b]))

    def called(self, name):
        return self.tables["called"].get(name, name)

    def sound(self, word):
        digits = [self.sounds.get(letter) for letter in word]
        code, last = word[0], digits[0]
        for letter, digit in list(zip(word, digits, strict=True))[1:]:
            if digit is not None and digit != last and len(code) < 4:
                code += digit
            if letter in ("h", "w"):
                continue
            last = digit
        while len(code) < 4:
            code += "0"
        return code

    def bigram_bits(self, bigram):
        numbers = []
        for i in (0, 1, 2):
            digest = hmac.new(self.keys["filter"], bigram.encode() + bytes([i]), hashlib.sha256).digest()
            numbers += [int.from_bytes(digest[at : at + 2], "big") for at in range(0, 32, 2)]
        return [number % 1024 for number in numbers[:38]]

    def five(self, bit):
        found, i = [], 0
        while len(found) < 5:
            digest = hmac.new(self.keys["diffusion"], bytes([bit // 256, bit % 256, i]), hashlib.sha256).digest()
            for at in range(0, 32, 2):
                place = int.from_bytes(digest[at : at + 2], "big") % 1024
                if place not in found and len(found) < 5:
                    found.append(place)
            i += 1
        return found

    def filter(self, words, hardening):
        bits = [0] * 1024
        for word in words:
            framed = "_" + word + "_"
            for at in range(len(framed) - 1):
                for bit in self.bigram_bits(framed[at : at + 2]):
                    bits[bit] = 1
        if hardening == "diffused-5":
            bits = [sum(bits[place] for place in self.five(bit)) % 2 for bit in range(1024)]
        numbers = [sum(bits[64 * word + at] << at for at in range(64)) for word in range(16)]
        return [number - 2**64 if number >= 2**63 else number for number in numbers], sum(bits)

    def row(self, person, hardening):
        """From the standard form (with dates as YYYY-MM-DD) to the numbers by column; None where empty."""
        date = lambda name: person[name].replace("-", "") if name in person else None  # noqa: E731
        first = lambda name: person[name].split(" ")[0] if name in person else None  # noqa: E731
        if_there = lambda rule, text: None if text is None else rule(text)  # noqa: E731
        surname, forename = first("surname"), first("forename")
        born, postcode = date("date_of_birth"), person.get("postcode")
        swapped = (born and int(born[6:8]) <= 12 and born[:4] + born[6:8] + born[4:6]) or None
        s, f = self.v("name", surname), self.v("name", forename)
        called_f = self.v("called", if_there(self.called, forename))
        b, z, m = self.v("born", born), self.v("postcode", postcode), self.v("initial", person.get("middle"))
        pair = self.either(s, f)
        out = {
            "pair": pair,
            "called_pair": self.either(self.v("called", if_there(self.called, surname)), called_f),
            "sound_pair": self.either(
                *(self.v("sound", if_there(self.sound, name)) for name in (surname, forename))
            ),
            "initialled": self.p(s, self.v("initial", forename and forename[0])),
            "surname_born": self.p(s, b),
            "forename_born": self.p(f, b),
            "called_born": self.p(called_f, b),
            "surname_postcode": self.p(s, z),
            "forename_postcode": self.p(f, z),
            "middle_born": self.p(m, b),
            "middle_pair": self.p(m, pair),
            "born": b,
            "born_also": self.v("born", date("born_also")),
            "born_swapped": self.v("born", swapped),
            "born_year": self.v("year", born and born[:4]),
            "born_year_month": self.v("year-month", born and born[:6]),
            "born_year_day": self.v("year-day", born and born[:4] + born[6:]),
            "born_month_day": self.v("month-day", born and born[4:]),
            "postcode": z,
            "area": self.v("area", postcode and postcode[:3]),
            "sex": self.v("sex", person.get("sex")),
            "service_number": self.v("service", person.get("service_number")),
        }
        numbers = {name: if_there(signed, value) for name, value in out.items()}
        words = [word for name in ("surname", "forename") for word in person.get(name, "").split(" ") if word]
        if words:
            bits, ones = self.filter(words, hardening)
            numbers |= {f"f{at}": number for at, number in enumerate(bits)} | {"ones": ones}
        return {"row": person["row"], **numbers}


class PlainForm:
    """The standard form, as the vectors' own words say."""

    def __init__(self, tables):
        self.tables = tables

    def folded(self, text):
        return "".join(self.tables["folded"].get(letter, letter.lower()) for letter in text)

    def without(self, text):
        return "".join(letter for letter in text if letter not in self.tables["within"])

    def words(self, text, left_out):
        text = unicodedata.normalize("NFKD", self.folded(unicodedata.normalize("NFKD", self.without(text))))
        text = "".join(self.tables["letters"].get(letter, letter) for letter in text)
        text = self.without("".join(letter for letter in text if unicodedata.category(letter)[0] != "M"))
        kept = [
            c if unicodedata.category(c)[0] == "L" or unicodedata.category(c) in ("Nl", "No") else " "
            for c in text
        ]
        words = [word for word in "".join(kept).split(" ") if word]
        if " ".join(words) in self.tables["not_given"]:
            return []
        return [word for word in words if word not in left_out] or words

    def surname(self, text):
        words = self.words(text, self.tables["suffixes"])
        made, waiting = [], ""
        for at, word in enumerate(words):
            if word in self.tables["particles"] and at < len(words) - 1:
                waiting += word
            elif word in self.tables["conjunctions"] and 0 < at < len(words) - 1 and made and not waiting:
                pass
            else:
                made.append(waiting + word)
                waiting = ""
        return " ".join(made)

    def forename(self, text):
        return " ".join(self.words(text, self.tables["suffixes"] + self.tables["titles"]))

    def code(self, text):
        text = unicodedata.normalize("NFKD", text).upper()
        return "".join(letter for letter in text if unicodedata.category(letter)[0] in "LN")

    def postcode(self, text):
        code, length = self.code(text), self.tables["zip_length"]
        return code[:length] if len(code) == length + 4 and code.isdecimal() else code

    def service_number(self, text):
        code = self.code(text).lstrip("0")
        return code if len(set(code)) > 1 else ""

    def person(self, given):
        forename = self.forename(given.get("forename", ""))
        second = forename.split(" ")[1:2]
        middle = self.forename(given.get("middle", "")) or (second[0] if second else "")
        said = {
            "surname": self.surname(given.get("surname", "")),
            "forename": forename,
            "middle": middle[:1],
            "sex": self.tables["sex"].get(self.folded(given.get("sex", "").strip()), ""),
            "postcode": self.postcode(given.get("postcode", "")),
            "service_number": self.service_number(given.get("service_number", "")),
        }
        dates = {name: given[name] for name in ("row", "date_of_birth", "born_also") if name in given}
        return dates | {name: text for name, text in said.items() if text}
