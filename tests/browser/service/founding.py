"""A lab that was just set up: its people, a ministry's and a provider's, and nothing else."""

from django.utils import timezone

from outcomelab.service.actions import organisations
from outcomelab.service.actions.acting import By
from outcomelab.service.domain.roles import Role, Side

LAB, CUSTODIAN, PROVIDER = "evidence-lab", "correction", "second-gate"
_NAMES = (
    (CUSTODIAN, "Department of Correction (demonstration)", Side.CUSTODIAN),
    (PROVIDER, "Second Gate Trust", Side.PROVIDER),
)
_PEOPLE = (
    ("steward", "Hollis Adeyemi", Role.STEWARD, CUSTODIAN),
    ("member", "Amara Whitlock", Role.PROVIDER_MEMBER, PROVIDER),
    ("linker", "Tomas Reyerson", Role.ANALYST, LAB),
    ("analyst", "Priya Holt", Role.ANALYST, LAB),
    ("our checker", "Gwen Abara", Role.CHECKER, LAB),
    ("their checker", "Ruth Vanterpool", Role.CHECKER, CUSTODIAN),
    ("auditor", "Oskar Lindmark", Role.AUDITOR, LAB),
)


def founded():
    """The numbers of everybody's accounts, by their part in the story."""
    now = timezone.now()
    first = organisations.set_up(
        now, LAB, "Northmere Evidence Lab", "ines@example.org", "a-long-road-to-town", "Ines"
    )
    by, found = By(first.pk, now), {"administrator": first.pk}
    for key, name, side in _NAMES:
        organisations.add_organisation(by, key, name, side)
    for part, name, role, key in _PEOPLE:
        _, account = organisations.invite(by, key, f"{part.replace(' ', '.')}@example.org", name)
        organisations.give_role(by, account.pk, role, key)
        found[part] = account.pk
    return found
