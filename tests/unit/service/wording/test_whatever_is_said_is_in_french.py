"""What rooms of the lab have fixed in English is found again, whatever facts are in it, and has French."""

import re
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.translation import gettext
from tests.unit.service.wording.said_in_code import given, sentences

from outcomelab.service.wording.hearing import SENTENCES, known

LAB = Path(__file__).parents[4] / "src/outcomelab"
ROOMS = {
    "lists": "cohort/{check,columns,duplicates,faults,findings,reading,timeline,usable}.py "
    "people/{columns,delimited,encoding,files,workbook}.py",
    "protocols": "protocol/checks/*.py protocol/read.py service/domain/fitting.py "
    "protocol/reading/{draft,hints,near,parts,sections,wording}.py",
    "acts": "service/actions/*.py service/vault/*.py service/store/planning.py "
    "service/queries/{linkage,trying}.py service/jobs/{linking,parts,releasing}.py",
    "audit": "chain.py service/domain/audit.py service/store/log.py",
    "evidence": "disclosure/evidence/{others,outcomes,people}.py",
}
# What places stand for that is set in another file or function.
WORDS = {
    "wanted": ("dates of events", "numbers"),
    "what": ("event",),
    "unfit": ("which has too many levels", "which is no outcome of before"),
    "called": ("name", "label", "reason"),
    "bound": ("7 or more", "7 or less", "more than 7", "less than 7"),
}
# What is in those files and on no page: a command's words, a pattern, what is said of work while it goes on,
# pieces of sentences, and sentences that the code would make only of what does not go together.
NOT_SAID = {
    "reading the file", "checking 7 row", "checking 7 rows", "7 participant can be looked for",
    "7 participants can be looked for", "the protocol's cohort.columns", "77 cannot be used.",
    "Did you mean 7? The fields are: 7.", "Did you mean ? The fields are: 7.",
    "Did you mean the heading of column 7? Write the heading there as it stands in the file.",
    "Write the heading there as it stands in the file.", "no column has this heading, which 7 gives for 7",
    *(f"In “7” some dates can only be day first and others only month first; {one} read {first} first."
      for one in ("7 date that could be either were", "7 dates that could be either was")
      for first in ("day", "month")),
    "line 7: 7", "7 and 7", "7 and 7 more", "7 is holds a line break or hidden character", "7 is is empty",
    "[^\\S\\t\\n ]|[\\x00-\\x08\\x0b-\\x1f\\x7f]", "a protocol without mistakes names its holding",
    *WORDS["wanted"], *WORDS["unfit"], "less than {}", "more than {}", "too large", "too small", "{} or less",
    "{} or more", "The draft", "the protocol", "the checkers of accounts 7", "7, twice over",
}  # fmt: skip


# A remark on the Justice Data Lab's measures, which a study of the service does not begin with.
REGIONAL = "Beside the comparison with people of every region, one with people of each participant's own."
# Where a study's stages stop, as far as the worker leads one through them.
STAGES = (
    "linkage/{sides,tables,link,weighed}.py outcomes/*.py impact/{columns,design,evaluate,features,propensity}.py "
    "disclosure/{comparison,protect}.py disclosure/ledger/store.py engines/duck.py"
)
ERRORS = ("LinkageError", "OutcomesError", "ImpactError", "LedgerError", "HoldingError", "DisclosureRefused")
# What no study of the service can come to: it is said to whoever calls a room by themselves.
BY_THEMSELVES = (
    "Linkage needs these columns", "A column of 7 is not of the type", "In 7, 7 must be given once",
    "does not have the columns", "The crosswalk.", "The table of dates.", "neither a date nor a table",
    "The protocol is one that has been read", "Give it, or names and methods", "Make it with `outcomelab derive`",
    "holds neither numbers, words", "The table has 7 columns named", "file of entry 7 does not open",
    "has no release 7", "There is nobody to link: 7",
)  # fmt: skip


def files(patterns):
    for pattern in patterns.split():
        folder, _, names = pattern.partition("{")
        if not names:
            yield from sorted(LAB.glob(pattern))
        else:
            yield from (LAB / f"{folder}{name}.py" for name in names.removesuffix("}.py").split(","))


@pytest.mark.parametrize("room", ROOMS)
def test_whatever_a_room_says_is_known(room):
    said = {one.partition("\n")[0] for one in sentences(*files(ROOMS[room]), parameters=WORDS)}
    said = {one for one in said if re.search("[a-z]{2} |[a-z] [a-z]", one)}
    assert len(said) > 9
    assert sorted(one for one in said if not known(one) and one not in NOT_SAID) == []


def test_why_a_study_stopped_is_known():
    said = {one for one in given(*files(STAGES), to=ERRORS) if not any(words in one for words in BY_THEMSELVES)}
    assert len(said) > 30
    assert sorted(one for one in said if not known(one)) == []


def test_remarks_of_a_first_protocol_are_known():
    said = set(given(*files("protocol/template.py protocol/drafting/{agreed,entries}.py"), to=("comment",)))
    told = {one for one in said if not re.match("[a-z_]+ = ", one)}  # what may be written, as TOML
    assert len(told) > 20
    assert sorted(one for one in told if not known(one)) == [REGIONAL]


def test_every_sentence_of_several_words_is_another_one_in_french():
    several = [one for one in SENTENCES if one.count(" ") > 2]
    with translation.override("fr-ca"):
        assert [one for one in several if gettext(one) == one] == []
