"""The custodian's pages: holdings and rules, agreements, approvals, every use of their data."""

from __future__ import annotations

from django.urls import path

from outcomelab.service.web.custodian import agreements, approval, holdings, rules, uses, writing

urlpatterns = [
    path("holdings/", holdings.holdings, name="holdings"),
    path("holdings/register/<str:custodian>/", holdings.register, name="register-holding"),
    path("holdings/rules/<str:custodian>/", rules.rules, name="custodian-rules"),
    path("holdings/<str:name>/", holdings.holding, name="holding"),
    path("holdings/<str:name>/withdraw/", holdings.withdraw, name="withdraw-holding"),
    path("uses/", uses.uses, name="uses"),
    path("studies/<str:reference>/approval/", approval.approval, name="approval"),
    path("studies/<str:reference>/approval/judge/", approval.judge, name="judge"),
    path("studies/<str:reference>/approval/decide/", approval.decide, name="decide"),
    path("agreements/", agreements.agreements, name="agreements"),
    path("agreements/new/<str:custodian>/", writing.new, name="make-agreement"),
    path("agreements/<str:reference>/", agreements.agreement, name="agreement"),
    path("agreements/<str:reference>/amend/", writing.amended, name="amend-agreement"),
    path("agreements/<str:reference>/sign/", agreements.sign, name="sign-agreement"),
    path("agreements/<str:reference>/revoke/", agreements.revoke, name="revoke-agreement"),
]
