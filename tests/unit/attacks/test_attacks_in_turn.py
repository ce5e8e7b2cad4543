"""Several tables of the same people, one after the other: safe with a ledger, and not without."""

from outcomelab.attacks.releases.asking import Labs
from outcomelab.attacks.releases.in_turn import in_turn
from outcomelab.protocol.rules import DisclosureRules


def test_tables_in_turn_give_small_cells_away_without_a_ledger_and_none_with_one(tmp_path):
    [without] = in_turn(Labs(DisclosureRules(), None), 1, 300, 6)
    [kept] = in_turn(Labs(DisclosureRules(), tmp_path), 1, 300, 6)
    assert without.success > 0
    assert kept.tries == without.tries
    assert kept.success == 0
