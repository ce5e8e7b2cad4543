"""The French catalogue is whole, and has whatever the lab says of lists."""

import ast
import subprocess
from pathlib import Path

import pytest
from django.utils import translation

from outcomelab.service.web.hearing import heard, known

ROOT = Path(__file__).parents[4]
# Which of their arguments are sentences that end up on a page.
SPOKEN = {"Fault": (1, 2), "RowProblem": (2, 3), "Lost": (0,)}
ANOTHER_STUDY = (  # said where a study asks for completers or for dates of its own, which no list alone does
    "this study is about", "the programme was not completed", "it does not say yes or no",
    "complete the programme", "the person is left out", "completed the programme",
)  # fmt: skip


def said_of_lists():
    """The sentences without facts that the cohort room makes its faults, problems and losses of."""
    for file in sorted((ROOT / "src/outcomelab/cohort").glob("*.py")):
        for call in ast.walk(ast.parse(file.read_text())):
            places = SPOKEN.get(getattr(getattr(call, "func", None), "id", ""), ())
            for argument in (call.args[place] for place in places if place < len(call.args)):
                if isinstance(argument, ast.Constant):
                    yield argument.value


def test_every_sentence_is_translated_with_its_places_and_none_is_obsolete():
    checked = subprocess.run([ROOT / "scripts/messages", "check"], capture_output=True, text=True, check=False)
    assert (checked.stdout, checked.stderr, checked.returncode) == ("", "", 0)


def test_whatever_is_wrong_in_a_list_can_be_said_in_french():
    sentences = set(said_of_lists())
    assert len(sentences) > 30
    assert not [one for one in sentences if not known(one) and not any(words in one for words in ANOTHER_STUDY)]


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("1,250 rows were left out: no name (1,249) and on the list more than once (1).",
         "1\u00a0250 lignes ont été écartées\u00a0: aucun nom (1\u00a0249), plusieurs fois sur la liste (1)."),
        ("We used the columns “DOB” and “Sex”.",
         "Nous avons utilisé les colonnes «\u00a0DOB\u00a0», «\u00a0Sex\u00a0»."),
        ("the date is outside the time the records cover (01 January 2015 to 31 December 2025)",
         "la date est hors de la période que couvrent les dossiers (du 1 janvier 2015 au 31 décembre 2025)"),
        ("The agreement ended on 2 February 2026, so nothing can be evaluated: ask the custodian for a new one.",
         "L’entente a pris fin le 2 février 2026; aucune donnée ne peut donc être évaluée\u00a0: demandez-en une "
         "nouvelle au dépositaire."),
        ("The agreement is not signed by all its parties: ask the provider, the lab to sign it.",
         "L’entente n’est pas signée par toutes ses parties. Voici à qui demander de la signer\u00a0: "
         "le fournisseur, le laboratoire."),
        ("Something that nobody says.", "Something that nobody says."),
    ],
)  # fmt: skip
def test_what_the_lab_says_is_filled_in_anew_as_its_reader_writes(english, french):

    with translation.override("fr-ca"):
        assert heard(english) == french
