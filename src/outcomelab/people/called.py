"""One full name for each nickname, so that Bob and Robert can be compared by a single value.

A nickname of several names stands for one of them: the one listed with the most nicknames, unless the tables here
say better. What is lost by that, `standardise.also_called` keeps, where names are compared in the clear.
"""

from __future__ import annotations

import hashlib
from functools import cache

from nicknames import NickNamer

from outcomelab.people.standardise import first_word, forename

# A name with as many nicknames is a full name, whatever it is listed under itself.
_FULL = 6
# Where the number of nicknames would choose a rare name.
_COMMONLY = {
    "abby": "abigail", "al": "albert", "alex": "alexander", "alf": "alfred", "allan": "alan", "allen": "alan",
    "ally": "alison", "andy": "andrew", "angie": "angela", "anne": "ann", "annie": "ann", "art": "arthur",
    "bea": "beatrice", "becky": "rebecca", "bert": "albert", "bill": "william", "billie": "william",
    "billy": "william", "bob": "robert", "bryan": "brian", "carole": "carol", "carrie": "caroline",
    "cate": "catherine", "cathy": "catherine", "charlie": "charles", "chris": "christopher",
    "christy": "christina", "chuck": "charles", "cindy": "cynthia", "con": "cornelius", "connie": "constance",
    "cy": "cyrus", "dan": "daniel", "danny": "daniel", "debbie": "deborah", "debby": "deborah",
    "debra": "deborah", "dick": "richard", "ed": "edward", "eddie": "edward", "eddy": "edward", "erick": "eric",
    "erika": "erica", "ernie": "ernest", "fran": "frances", "frankie": "frank", "fred": "frederick",
    "freddie": "frederick", "gabby": "gabrielle", "gerry": "gerald", "glen": "glenn", "greg": "gregory",
    "gregg": "gregory", "gus": "august", "gwen": "gwendolyn", "hank": "henry", "ike": "isaac", "jack": "john",
    "jackie": "jacqueline", "jake": "jacob", "jamie": "james", "jan": "janet", "jeff": "jeffrey",
    "jen": "jennifer", "jenny": "jennifer", "jerry": "gerald", "jess": "jessica", "jessie": "jessica",
    "jo": "joanne", "jodi": "jody", "joey": "joseph", "johnathan": "jonathan", "johnathon": "jonathan",
    "johnny": "john", "jon": "jonathan", "jonathon": "jonathan", "josh": "joshua", "kate": "katherine",
    "kathie": "katherine", "kathy": "katherine", "katie": "katherine", "katy": "katherine", "kelli": "kelly",
    "kellie": "kelly", "kenny": "kenneth", "kim": "kimberly", "kit": "christopher", "kris": "christopher",
    "kristy": "kristine", "larry": "lawrence", "len": "leonard", "liz": "elizabeth", "liza": "elizabeth",
    "lou": "louis", "lynne": "lynn", "maggie": "margaret", "mandy": "amanda", "marc": "mark", "marty": "martin",
    "matt": "matthew", "max": "maxwell", "meg": "margaret", "mel": "melanie", "mick": "michael",
    "mickey": "michael", "mike": "michael", "molly": "mary", "nat": "nathaniel", "nate": "nathaniel",
    "nell": "eleanor", "nichole": "nicole", "nick": "nicholas", "nicky": "nicholas", "norm": "norman",
    "pam": "pamela", "pat": "patricia", "peg": "margaret", "polly": "mary", "rachael": "rachel",
    "randy": "randall", "ray": "raymond", "rick": "richard", "ricky": "richard", "rob": "robert",
    "ron": "ronald", "ronnie": "ronald", "sal": "salvatore", "sally": "sarah", "sam": "samuel",
    "sammy": "samuel", "sandy": "sandra", "sara": "sarah", "shelley": "michelle", "shelly": "michelle",
    "sherri": "sherry", "sid": "sidney", "stan": "stanley", "steph": "stephanie", "steve": "stephen",
    "steven": "stephen", "stew": "stuart", "sue": "susan", "tami": "tammy", "tammie": "tammy", "ted": "edward",
    "teddy": "edward", "terry": "terence", "tess": "theresa", "theo": "theodore", "tim": "timothy",
    "tina": "christina", "tom": "thomas", "tommy": "thomas", "tony": "anthony", "traci": "tracy",
    "tracie": "tracy", "trish": "patricia", "val": "valerie", "vic": "victor", "vicki": "victoria",
    "vicky": "victoria", "vince": "vincent", "walt": "walter", "wes": "wesley", "will": "william",
    "willie": "william", "zach": "zachary",
}  # fmt: skip
# Full names of their own that are listed as nicknames too (Sandra of Alexandra).
_OWN_NAMES = """
    adam alan albert alexander ali alice alison amy ana andrea andrew angel ann anna anthony arthur barry
    benjamin brandy brian buddy carl carol caroline casey catherine celia charles charlotte christina christine
    christopher clara craig daisy dale daniel david dean deborah delia dena dennis derek diane dina dominic
    donald dora dorothy douglas edith edna edward edwin eileen elaine eleanor elizabeth ella ellen elsie emily
    emma emmanuel eric erica erin ernest esther ethel eugene eunice eva evan evelyn felix flora florence frances
    francis frank gail gary geoffrey george georgia gerald gilbert gina glenn gordon grace guy hailey hannah
    harold harry hazel heidi helen henry holly hugh ian ida irene iris isabel isabella ivan ivy jacob james jane
    janet jasmine jason jay jean jeffrey jennifer jeremy jerome jessica jill joan joanne jody joel john jonathan
    joseph joshua joy joyce jude judith julia julian julie june kara karen karl katherine kathleen kay keith
    kelly kenneth kevin kirsten kristine kyle lana lance laura laurie lawrence leah lee lena leo leon leonard
    leslie lester lewis lillian lily linda lisa lloyd lois lonnie loretta lori louis louise lucas lucy lydia
    lynn mabel madeline marcia marcus margaret maria marie marilyn marion mark marlene marsha martha martin
    marvin mary mason matthew maureen maurice maxine maya megan melissa melvin michael michelle miranda miriam
    mitchell mona monica muriel myra nancy natalie nathan neil nicholas nicole nina noel nora norma oliver
    olivia orlando oscar pamela patricia patrick paul paula penelope perry peter philip phillip phyllis rachel
    ralph ramona raymond rebecca regina rhonda richard rita robert rocky roger ronald rosa rosalie rose rosemary
    ross roy rudolph russell ruth ryan samantha samuel sandra sarah saul seth shane shannon sharon sheila sherry
    sheryl shirley sidney simon sonny sophia stacy stella stephanie stephen stewart stuart susan sylvia tammy
    tanya tara terence teresa theresa thomas timothy tracy tyler valerie van vanessa vera vernon veronica victor
    victoria vincent virginia vivian walter wanda warren wayne wendy wesley willa william wilma yvonne zachary
"""
_OWN = frozenset(_OWN_NAMES.split())


def called(name: str) -> str:
    """The full name behind the first forename `name`, in the standard form, or the name itself."""
    return table().get(name, name)


@cache
def table() -> dict[str, str]:
    """Every nickname that stands for another name, and that name, in the order of their letters."""
    nicknames = {_first(full): {_first(n) for n in short} for full, short in NickNamer().nickname_lookup.items()}
    known = sorted({*nicknames, *set().union(*nicknames.values()), *_COMMONLY})
    names_of = {name: [full for full in known if name in nicknames.get(full, ())] for name in known}
    found = {name: _stands_for(name, names_of, nicknames) for name in known}
    return {name: full for name, full in found.items() if full != name}


@cache
def digest() -> str:
    """The first 8 hexadecimal digits of SHA-256 over the table: lines of nickname, space, name and line feed."""
    text = "".join(f"{name} {full}\n" for name, full in table().items())
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _stands_for(name: str, names_of: dict[str, list[str]], nicknames: dict[str, set[str]]) -> str:
    while name not in _OWN:
        if name in _COMMONLY:
            name = _COMMONLY[name]
            continue
        mine = len(nicknames.get(name, ()))
        fuller = [full for full in names_of.get(name, []) if len(nicknames[full]) > mine]
        if mine >= _FULL or not fuller:
            break
        name = max(sorted(fuller), key=lambda full: len(nicknames[full]))
    return name


def _first(name: str) -> str:
    return first_word(forename(name) or name)
