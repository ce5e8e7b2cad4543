"""Which pages there are, and who reads them: for the tour of all of them."""

from types import SimpleNamespace

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from outcomelab.service.configuration.signing_in import OIDC
from outcomelab.service.demo import cast
from outcomelab.service.domain.application import APPLICATION
from outcomelab.service.domain.roles import Side
from outcomelab.service.store.models import Account, AgreementRow, HoldingRow, OrganisationRow, StudyRow

MEMBER, STEWARD, CHECKER = "member of {provider}", "steward of {custodian}", "checker of {custodian}"
LAB = ("linker", "analyst", "our checker", "administrator", "auditor", "researcher")
ANYBODY = "anybody"
OF_A_STUDY = {
    "": (MEMBER, STEWARD, CHECKER, *LAB),
    "tasks/": (MEMBER,),
    "application/": (MEMBER,),
    **{f"application/{part.name}/": (MEMBER,) for part in APPLICATION},
    **dict.fromkeys(("submit/", "send/", "list/", "list/problems.csv"), (MEMBER,)),
    **dict.fromkeys(
        ("power/", "power/?people=20&kind=rate&expected=130", "power/?people=150&kind=rate&expected=40"), (MEMBER,)
    ),
    **dict.fromkeys(("report/", "report/read/", "report/report.pdf"), (MEMBER,)),
    "approval/": (STEWARD,),
    "protocol/": (STEWARD, "linker", "analyst"),
    "protocol/tried/": ("analyst",),
    "linkage/": ("linker", STEWARD),
    **dict.fromkeys(("balance/", "drafts/", "drafts/report/{output}/"), ("analyst",)),
    "checking/": (CHECKER, "our checker"),
    "override/": ("administrator",),
}  # below /studies/{reference}/
FOR_ANYBODY = (
    "/", "/register/", "/register/?words=work", "/catalogue/", "/demo/", "/nothing/", "/participants.xlsx",
    "/accounts/login/", "/accounts/password/forgotten/", "/accounts/password/sent/", "/accounts/password/done/",
    "/accounts/password/by/1-x/", "/accounts/closed/", "/accounts/with/stopped/",
    f"/accounts/with/{OIDC}/login/", f"/accounts/with/{OIDC}/login/callback/",
)  # fmt: skip
FOR_EVERYBODY = (
    "/", "/agreements/", "/holdings/", "/uses/", "/audit/", "/audit/verify/", "/audit/export/", "/members/",
    "/members/add/", "/organisations/add/", "/begin/",
)  # fmt: skip
ACCOUNT = (
    "", "tokens/", "factors/", "factors/app/", "factors/app/remove/", "factors/codes/", "factors/codes/new/",
    "factors/again/", "factors/passkeys/", "factors/passkeys/add/", "factors/passkeys/login/",
    "factors/passkeys/again/", "sessions/", "password/", "password/first/", "once-more/", "again/", "logout/",
)  # fmt: skip
PASSWORD = "four words of no sense"  # noqa: S105 of nobody


def signed_in(account=None, *, lately=False):
    """The browser of somebody by their account, who may have shown `lately` that it is them; or of anybody."""
    made = Client(SERVER_NAME="localhost", raise_request_exception=False)
    if account is not None:
        made.force_login(account)
    if lately:
        session = made.session
        record_authentication(SimpleNamespace(session=session), account, "password")
        session.save()
    return made


def pages_of_the_demo():
    """Who asks for what: the part in the demo, and the address."""
    for row in StudyRow.objects.select_related("provider", "custodian"):
        said = {"provider": row.provider.key, "custodian": row.custodian.key}
        said["output"] = next((one.sha256 for one in row.outputs.all()), "none")
        for place, parts in OF_A_STUDY.items():
            for part in parts:
                yield part.format(**said), f"/studies/{row.reference}/{place.format(**said)}"
        for place in ("", "report/", "report.pdf"):
            yield ANYBODY, f"/register/{row.reference}/{place}"
    for address in FOR_ANYBODY:
        yield ANYBODY, address
    for player in cast.PLAYERS:
        for address in FOR_EVERYBODY:
            yield player.part, address
    yield from _of_custodians()
    for row in AgreementRow.objects.select_related("custodian", "provider"):
        steward, member = f"steward of {row.custodian.key}", f"member of {row.provider.key}"
        for part in (steward, member, "administrator"):
            yield part, f"/agreements/{row.reference}/"
        yield steward, f"/agreements/{row.reference}/amend/"
        yield member, f"/begin/{row.reference}/"
    for account in Account.objects.all():
        yield "administrator", f"/members/{account.pk}/"


def _of_custodians():
    for row in OrganisationRow.objects.filter(side=Side.CUSTODIAN.value):
        for place in ("/holdings/register/", "/holdings/rules/", "/agreements/new/"):
            yield f"steward of {row.key}", f"{place}{row.key}/"
    for row in HoldingRow.objects.select_related("custodian"):
        yield f"steward of {row.custodian.key}", f"/holdings/{row.name}/"
        yield ANYBODY, f"/catalogue/{row.name}/"


def with_factors(account):
    """Give somebody an app, recovery codes and a passkey. Returns the passkey's number."""
    TOTP.activate(account, generate_totp_secret())
    RecoveryCodes.activate(account)
    passkey = {"name": "A phone", "credential": {}}
    return Authenticator.objects.create(user=account, type=Authenticator.Type.WEBAUTHN, data=passkey).pk
