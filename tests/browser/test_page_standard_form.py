"""The standard form in the browser is Python's, letter for letter, whatever the browser knows of Unicode."""

import hashlib
import random

import pytest

from outcomelab.people import standardise

RULES = {
    "plain": standardise.plain,
    "surname": standardise.surname,
    "forename": standardise.forename,
    "initial": standardise.initial,
    "sex": standardise.sex,
    "postcode": standardise.postcode,
    "serviceNumber": standardise.service_number,
}
FORMS = "([rules, texts]) => rules.map((rule) => texts.map((text) => modules.standard[rule](text)))"


# Of all characters but those for private use and the rarest planes, in the middle of a text: one digest a block.
BLOCK = 4096
BLOCKS = [*range(0, 0xD800, BLOCK), *range(0xF000, 0x32000, BLOCK), 0xE0000]
DIGESTS = """async ([rule, starts, length]) => Promise.all(starts.map(async (start) => {
    const block = Array.from({ length }, (_, place) => start + place);
    const points = block.filter((point) => point < 0xd800 || point > 0xdfff);
    const forms = points.map((point) => modules.standard[rule](`A${String.fromCodePoint(point)}7b`));
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(forms.join("|")));
    return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}))"""


@pytest.mark.parametrize("rule", ["plain", "postcode"])
def test_every_character_has_the_same_form_on_both_sides(modules, rule):
    found = modules("standard").evaluate(DIGESTS, [rule, BLOCKS, BLOCK])
    for start, digest in zip(BLOCKS, found, strict=True):
        points = (point for point in range(start, start + BLOCK) if not 0xD800 <= point <= 0xDFFF)
        forms = "|".join(str(RULES[rule](f"A{chr(point)}7b")) for point in points)
        assert digest == hashlib.sha256(forms.encode()).hexdigest(), f"U+{start:04X} and after"


def test_names_codes_and_whatever_is_between_have_the_same_form_on_both_sides(modules, invented):
    some = random.Random(3)  # noqa: S311 texts for a test
    cells = {cell for row in invented(2_000) for cell in row}
    words = [
        *(word for cell in cells for word in cell.split()),
        "Mr",
        "Jr",
        "y",
        "n/a",
        "ǅ",
        "İ",
        "ς",
        "K",
        "ﬃ",
        "²",
        "٣",
    ]
    between = (" ", "-", "’", ".", "\u00a0", "\t", "", "_", "\u200b", "\x1c", "\ufeff")
    mixed = [
        "".join(some.choice(words) + some.choice(between) for _ in range(some.randrange(1, 5)))
        for _ in range(5_000)
    ]
    texts = (
        sorted(cells) + mixed + ["", " ", "ß", "0000", "1111", "２２", " f\x1f", "Ｆ", "12345-678", "012345678"]
    )
    found = modules("standard").evaluate(FORMS, [list(RULES), texts])
    for (name, rule), forms in zip(RULES.items(), found, strict=True):
        differing = [ascii(text) for text, form in zip(texts, forms, strict=True) if form != rule(text)]
        assert not differing, f"{name}: {differing[:10]}"
