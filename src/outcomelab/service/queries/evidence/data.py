"""Evidence on whether the data are safe: what is asked for, what of it is sensitive, how its list is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.timezone import localdate

from outcomelab.service.domain.agreements import Grant
from outcomelab.service.domain.saying import Said, said
from outcomelab.service.domain.variables import table_of, uncovered
from outcomelab.service.queries.evidence.asked import Asked
from outcomelab.service.queries.evidence.project import NO_AGREEMENT

_NO_PROTOCOL = said("There is no protocol yet: what is asked for is not known to the column.")


def variables(asked: Asked) -> Iterator[Said]:
    """The variables and outcomes asked for beside those that the agreement covers."""
    uses, grant = asked.study.uses, _grant(asked)
    if uses is None:
        yield _NO_PROTOCOL
    else:
        yield said("Asked for, to choose, describe and match people: {columns}.", columns=_list(uses.variables))
        yield said("Asked for, to count outcomes: {columns}.", columns=_list(uses.outcomes))
    if asked.agreement is None:
        yield NO_AGREEMENT
        return
    if grant is None:
        yield said("The agreement does not cover the holding {holding}.", holding=asked.study.holding)
        return
    yield said("Covered, to choose, describe and match people: {columns}.", columns=_list(grant.variables))
    yield said("Covered, to count outcomes: {columns}.", columns=_list(grant.outcomes))
    if uses is not None:
        beyond = (
            *uncovered(uses.variables, grant.variables),
            *uncovered(uses.outcomes, grant.outcomes),
        )
        if beyond:
            yield said("Asked for and not covered: {columns}.", columns=_list(beyond))
        else:
            yield said("Everything asked for is covered.")


def sensitive(asked: Asked) -> Iterator[Said]:
    """Which of what is asked for the dictionary calls sensitive, and which tells who is Indigenous."""
    uses, grant = asked.study.uses, _grant(asked)
    asks: frozenset[str] = frozenset()
    if uses is not None:
        asks = uses.variables | uses.outcomes
    elif grant is not None:
        yield _NO_PROTOCOL
        asks = frozenset((*grant.variables, *grant.outcomes))
    marked = {
        f"{table.name}.{column.name}" for table in asked.dictionary.tables for column in table.columns
        if column.sensitive and column.in_content
    }  # fmt: skip
    indigenous = set(asked.agreement.indigenous) if asked.agreement else set()
    yield _told(
        _touched(asks, marked),
        said("Sensitive by the holding's dictionary: {columns}."),
        said("Nothing of it is sensitive by the holding's dictionary."),
    )
    yield _told(
        _touched(asks, indigenous),
        said("By the agreement these tell who is Indigenous: {columns}."),
        said("By the agreement nothing of it tells who is Indigenous."),
    )


def participants_list(asked: Asked) -> Iterator[Said]:
    """The checks of the participants' list, counted."""
    row = asked.row.lists.order_by("pk").last()
    if row is None:
        yield said("There is no participants' list yet.")
        return
    yield said("A list was uploaded on {day}.", day=localdate(row.at))
    if row.checked is None:
        yield said("Its checks have not ended.")
        return
    if row.persons is None:
        yield said("It did not pass its checks.")
    else:
        yield said("{people} different people on it can be used.", people=row.persons)
    yield said("Things to mend in its rows: {number}.", number=len(row.problems))
    yield from (Said("{finding}", (("finding", finding),)) for finding in row.findings)
    if row.destroyed is not None:
        yield said("It was destroyed on {day}.", day=localdate(row.destroyed))


def _grant(asked: Asked) -> Grant | None:
    return asked.agreement.grant(asked.study.holding) if asked.agreement else None


def _touched(asks: Iterable[str], marked: set[str]) -> tuple[str, ...]:
    """Which of the `marked` columns are asked for, by themselves or with all of their table; and of marks that are
    whole tables, what is asked for of these."""
    asks = set(asks)
    whole = {table_of(one) for one in marked if one.endswith(".*") or "." not in one}
    columns = {one for one in marked if one in asks or f"{table_of(one)}.*" in asks}
    return tuple(sorted(columns | {one for one in asks if table_of(one) in whole}))


def _told(columns: tuple[str, ...], some: Said, none: Said) -> Said:
    return some.put(columns=_list(columns)) if columns else none


def _list(columns: Iterable[str]) -> str:
    return ", ".join(sorted(columns))
