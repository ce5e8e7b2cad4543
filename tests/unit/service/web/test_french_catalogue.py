"""The French catalogue is whole, and what the lab says is found again in it."""

import subprocess
from pathlib import Path

import pytest
from django.utils import translation

from outcomelab.service.wording.hearing import heard, place

ROOT = Path(__file__).parents[4]


def test_every_sentence_is_translated_with_its_places_and_none_is_obsolete():
    checked = subprocess.run([ROOT / "scripts/messages", "check"], capture_output=True, text=True, check=False)
    assert (checked.stdout, checked.stderr, checked.returncode) == ("", "", 0)


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
        ("`sexx` is a covariate of kind `age`, which has too many levels",
         "`sexx` est une covariable du genre `age`, qui a trop de niveaux"),
        ("Did you mean `sex`? The columns are `sex`, `age` and 12 more.",
         "Vouliez-vous dire `sex`? Choix possibles (colonnes)\u00a0: `sex`, `age`, 12 de plus."),
        ("is too late: the holding covers days up to 2021-01-01, and the outcome `tables` needs 1,000 days "
         "after it",
         "est trop tard\u00a0: le fonds couvre les jours jusqu’au 2021-01-01, et l’issue `tables` demande "
         "1\u00a0000 jours après"),
        ("Write `{ min = 1, max = 9 }`, if that is what was meant.",
         "Écrivez `{ min = 1, max = 9 }`, si c’est ce que vous vouliez dire."),
        ("Add it under one of its usual headings: “Surname”, “last name”.",
         "Ajoutez-la sous un de ses en-têtes habituels\u00a0: «\u00a0Nom de famille\u00a0», "
         "«\u00a0last name\u00a0»."),
        ("We used the columns “Sex”, “Day and month” and “Drugs, alcohol”.",
         "Nous avons utilisé les colonnes «\u00a0Sex\u00a0», «\u00a0Day and month\u00a0», "
         "«\u00a0Drugs, alcohol\u00a0»."),
        ("The columns are `a`, `b and c` and 12 more.",
         "Les colonnes sont\u00a0: `a`, `b and c`, 12 de plus."),
        ("Something that nobody says.", "Something that nobody says."),
    ],
)  # fmt: skip
def test_what_the_lab_says_is_filled_in_anew_as_its_reader_writes(english, french):
    with translation.override("fr-ca"):
        assert heard(english) == french


def test_of_a_place_in_a_protocol_what_is_no_key_and_no_name_is_translated():
    with translation.override("fr-ca"):
        assert place("outcomes 2 (order), where.code, value 3") == "outcomes 2 (order), where.code, valeur 3"
        assert place("cohort, columns") == "cohort, columns"
