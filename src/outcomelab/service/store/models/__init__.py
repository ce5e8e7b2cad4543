"""The store's tables. Rows hold what the domain's values are made of; no row holds anything of a participant."""

from outcomelab.service.store.models.accounts import Account, OrganisationRow, PostRow
from outcomelab.service.store.models.agreements import AgreementRow, HoldingRow, TermsRow
from outcomelab.service.store.models.audit import AuditRow, VerifiedRow
from outcomelab.service.store.models.files import CertificateRow, CohortFileRow, OutputRow, ReleaseRow
from outcomelab.service.store.models.judging import CommentRow, JudgementRow, VoteRow
from outcomelab.service.store.models.studies import ProtocolRow, StudyRow
from outcomelab.service.store.models.tokens import TokenRow
from outcomelab.service.store.models.work import JobRow, NoticeRow

__all__ = [
    "Account",
    "AgreementRow",
    "AuditRow",
    "CertificateRow",
    "CohortFileRow",
    "CommentRow",
    "HoldingRow",
    "JobRow",
    "JudgementRow",
    "NoticeRow",
    "OrganisationRow",
    "OutputRow",
    "PostRow",
    "ProtocolRow",
    "ReleaseRow",
    "StudyRow",
    "TermsRow",
    "TokenRow",
    "VerifiedRow",
    "VoteRow",
]
