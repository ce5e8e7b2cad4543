"""Why the stages of a study stopped, as they say it to the lab's analysts; all others are told less."""

from __future__ import annotations

_LINKING = (
    "Participants and persons could not be compared on this machine.",
    "There is nobody to link: {side} is empty.", "the list of participants", "the holding",
    *(
        f"Too few to link: {{side}} has {{count}} {what}. From fewer than {{least}} it cannot be learned how "
        "records of one person differ, nor how good the links are."
        for what in ("different record", "different records")
    ),
    "The identifiers that both sides have cannot tell people apart. Linkage needs a name and a date of birth, "
    "postcode or e-mail address, or a service number.",
    "In {side} everybody has the same {what}, so it was filled in by mistake. Leave out the column or put it "
    "right.",
    "date of birth", "name",
    "So many people share the same names and dates that nobody can be told from anybody else. Check that the "
    "identifiers were not filled in by mistake.",
)  # fmt: skip
_DERIVING = (
    "None of the participants can be in the study: {why}.", "nobody is linked",
    "follow-up is not covered by the holding", "the time before is not covered by the holding",
    "no {name} in the study's period", "words in quotes", "dates",
    "Nobody in the holding can serve as comparison: no other person has the index event and meets the study's "
    "conditions. Widen the study's period or its conditions.",
    "There is not enough memory to derive this study on this machine.",
    "The holding's content could not be computed with: a column does not hold what the dictionary says. Register "
    "the holding again.",
    "Table {table} has more than one row for a person, or a row for nobody. Name the holding's table with one "
    "row a person.",
    "A link or a set of dates has no row or no person. Link the list again.",
    *(
        f"{what}. Check and link the list again."
        for what in (
            "A row of the participants' list is linked to two persons",
            "Two rows of the participants' list are linked to one person",
            "A row of the participants' list has two sets of dates",
        )
    ),
    "The content store lacks {names} of table {table}. Register the holding again.",
    "The content store has no table {table}. Register the holding again.",
    "The holding has no member numbers yet. Remove it and register it again.",
    "Table {table} keeps no month of birth, so age is unknown. Mark its date of birth as kept in the dictionary "
    "and register the holding again.",
    "More than one column would be called {names}. Give every covariate and outcome a name of its own.",
    "Column {column} of table {table} is compared with {holds}.",
    "The content of table {table} has no column {column}. Choose one of the dictionary's columns that does not "
    "identify people.",
    "The holding {name} has no table {table}.", "Column {column} of table {table} holds no dates.",
    "Column {column} of table {table} holds no numbers. Use the kind category for a code, or choose a column of "
    "numbers.",
    "Column {column} of table {table} holds no codes. Use the kind value for numbers, or choose a column of "
    "codes.",
    "The covariate {name} names no column to take its value from.",
)  # fmt: skip
_COMPARING = (
    "Everyone is alike on every covariate, so there is nothing to match on. Name others.",
    "No weights make the pool like the participants: on some covariate they lie outside its range. Leave that "
    "covariate out, or use another method.",
    "Fewer than {least} participants, or fewer than {least} of the pool, have someone like them on the other "
    "side. Widen who is eligible, or match on less.",
    "The outcome(s) {name} are unknown for some persons; every person needs one, and a number that is infinite is "
    "none.",
    "{name} is the same for everyone who can be compared, so there is nothing to find.",
    "{name} tells participants and pool apart completely, so there is no one to compare with. Leave it out, or "
    "widen who is eligible.",
    "{name} tells participants and pool apart completely, or all but those of one value, so there is no one to "
    "compare with. Leave it out, or widen who is eligible.",
    "The covariates tell participants and pool apart completely, or all but those of one value, so there is no "
    "one to compare with. Leave out what defines who may take part, or widen who is eligible.",
    "Taken together, {names} tell participants and pool apart completely, or all but those of one value, so "
    "there is no one to compare with. Leave out what defines who may take part, or widen who is eligible.",
    "The column {column} holds numbers too large or too small to reckon with (beyond 1e±100). Give it in another "
    "unit.",
    *(
        f"The covariate {{name}} has {{count}} different values in words; at most {{most}} can be used. {mend}"
        for mend in (
            "They are numbers written as text: store them as numbers.",
            "Put them in fewer groups, or leave it out.",
        )
    ),
)  # fmt: skip
_CLEARING = (
    "Fewer than {least} participants were matched, so nothing can be released. Add participants, or widen who is "
    "eligible.",
    "Fewer than {least} people compared, so nothing can be released. Add participants, or widen who is eligible.",
    "The holding {name} was registered before there was a ledger, so nobody can be known again in it. Remove the "
    "holding and register it again; its studies stay.",
    "This release, put together with earlier ones, would say too much about too few people. It was not released, "
    "and that it was asked for is recorded.",
    "This release, put together with earlier ones, would say too much about too few people. It was not released, "
    "and that it was asked for is recorded. What would pass: {offers}.",
    "keep the cohort as it was in release {row}", "show {names} of {name} together",
    "leave out the results by {name}",
    "The ledger {place} is not as it was left ({other}), so nothing is released. See `outcomelab ledger verify`, "
    "and restore it from a backup; never mend it by hand.",
    "The ledger {place} cannot be written, so nothing is released. Check who may write there, and that the disk "
    "has room.",
    "The ledger {place} has the release, but its disk does not say that it is kept, so nothing is released. Check "
    "the disk, and ask again.",
    "The ledger {place} cannot be opened. Check who may write there.",
)  # fmt: skip
_HOLDINGS = (
    "The holding {name} in {place} cannot be read. Check who may read it.",
    "The holding {name} was changed while the study ran, so its parts may not belong together. Run the study "
    "again.",
    "The store {name} is missing. Register the holding again.",
    "The store {name} cannot be read. Check who may read it.",
    "The store {name} is damaged: it does not hold what was written. Put a copy back, or register the holding "
    "again.",
    "The store {name} is out of reach: the connection is locked.",
    "The store {name} cannot be written. Check the folder, and that its disk has room.",
    "The store {name} does not open with the key given. Check the folder of keys; if that is its key, the file is "
    "damaged: put a copy back, or register the holding again.",
    "The key {name} is not in {place}. Name the folder of keys.",
    "The key {name} cannot be read. Ask who keeps the keys.",
)
SENTENCES = (*_LINKING, *_DERIVING, *_COMPARING, *_CLEARING, *_HOLDINGS)
