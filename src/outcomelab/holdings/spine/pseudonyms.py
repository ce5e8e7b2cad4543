"""Project pseudonyms: two custodians' contents meet only through these, and two projects' never meet.

A pseudonym is the first eight bytes, as a signed number, of HMAC-SHA256 (RFC 2104) of the spine key under a
key that HKDF-SHA256 (RFC 5869) derives from the project's own random key. Eight bytes, so that it fits where
a person key does: among a million people two share one with a probability of 1 in 37 million, and that is
checked rather than hoped.
"""

from __future__ import annotations

import hmac
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from outcomelab.engines.duck import lock, opened
from outcomelab.engines.keyed_hash import first_64_bits, pads
from outcomelab.errors import HoldingError, UsageError
from outcomelab.handovers.spine import PSEUDONYMS, MembershipStore
from outcomelab.holdings.keys import check_folder, destroy_key, is_there, made_key, project_key
from outcomelab.holdings.names import NAME_RULE, did_you_mean, is_name
from outcomelab.holdings.spine.opening import open_membership, registration, status

_PURPOSE = b"outcomelab pseudonyms 1"


def pseudonyms(holdings: Path, keys: Path, project: str, holding: str) -> pa.Table:
    """Each person key of a holding with its pseudonym in a project (schema `PSEUDONYMS`), by pseudonym.

    Two records that are one person have one pseudonym, and so has that person in every other holding on the
    spine. The project's key is made on first use. Opens the spine's membership: no identifiers, no content.

    Raises UsageError when the project's name will not do; HoldingError when there is no spine, the holding
    is not on it as registered now, or a key is missing.
    """
    _check_name(project)
    _check_current(holdings, holding)
    membership = open_membership(holdings, keys)
    secret = derive_key(bytes.fromhex(_project_key(holdings, keys, project)), project)
    person, pseudonym, whole, everybody = _made(membership, holding, secret)
    if len(np.unique(whole)) < everybody:
        raise HoldingError(
            f"Two people would share a pseudonym in {project}, by a rare chance. Forget the project and begin "
            f"again with a new key: outcomelab spine forget --project {project}"
        )
    order = np.argsort(pseudonym, kind="stable")
    return pa.table([person[order], pseudonym[order]], schema=PSEUDONYMS)


def forget(keys: Path, project: str) -> None:
    """Destroy a project's key: its pseudonyms can then never be made again, nor traced back.

    Raises UsageError when the name will not do; HoldingError when the project has no key in `keys`.
    """
    _check_name(project)
    if not destroy_key(project_key(keys, project)):
        known = tuple(sorted(path.name.removesuffix(".project.key") for path in keys.glob("*.project.key")))
        words = (f"The project {project} has no key in {keys}.", did_you_mean(project, known))
        raise HoldingError(" ".join(word for word in words if word))


def derive_key(key: bytes, project: str) -> bytes:
    """32 bytes for one purpose, and one project, from a project's key (HKDF-SHA256, RFC 5869, without salt)."""
    extracted = hmac.digest(bytes(32), key, "sha256")
    return hmac.digest(extracted, _PURPOSE + b" " + project.encode() + b"\x01", "sha256")


def _made(
    membership: MembershipStore, holding: str, secret: bytes
) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
    """The holding's person keys, their pseudonyms, and everybody's, with how many people there are."""
    pseudonym = first_64_bits("unhex(printf('%016x', spine_key))")
    try:
        with opened(membership) as connection:
            lock(connection)
            # The pseudonyms are made in the engine, many at once.
            connection.execute(
                f"CREATE TEMP TABLE made AS SELECT spine_key, {pseudonym} AS pseudonym "  # noqa: S608 no input
                "FROM (SELECT DISTINCT spine_key FROM membership)",
                pads(secret),
            )
            mine = connection.execute(
                "SELECT person_key, pseudonym FROM membership JOIN made USING (spine_key) WHERE holding = ?",
                [holding],
            ).fetchnumpy()
            whole = connection.sql("SELECT pseudonym FROM made").fetchnumpy()["pseudonym"]
    except duckdb.Error:
        raise HoldingError("The pseudonyms cannot be made: the spine's membership does not open.") from None
    return mine["person_key"], mine["pseudonym"].view(np.int64), whole, len(whole)


def _project_key(holdings: Path, keys: Path, project: str) -> str:
    path = project_key(keys, project)
    if not is_there(path):
        check_folder(holdings, keys)
    return made_key(path)


def _check_name(project: str) -> None:
    if not is_name(project):
        raise UsageError(f"A project cannot have this name. {NAME_RULE}.")


def _check_current(holdings: Path, holding: str) -> None:
    there = {one.holding: one for one in status(holdings).holdings}
    now = registration(holdings, holding)
    if holding not in there or there[holding].registration != now:
        state = (
            "is registered anew since it was linked to the spine"
            if holding in there
            else "is not on the spine yet"
        )
        raise HoldingError(f"The holding {holding} {state}. First: outcomelab spine build --holdings {holdings}")
