"""Who signs in, for which organisations, as what."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils import timezone

from outcomelab.service.domain.events import Event
from outcomelab.service.store.door import is_open, write


class OrganisationRow(models.Model):
    """A provider, a custodian or a lab. `key`: its short name, which events use. `rules`: a custodian's own
    disclosure rules where they are stricter than the lab's, by name."""

    key = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    side = models.CharField(max_length=20)
    rules = models.JSONField(default=dict, blank=True)


class Accounts(BaseUserManager["Account"]):
    """Accounts, found by their e-mail address however it is capitalised."""

    def get_by_natural_key(self, username: str | None) -> Account:
        """The account of an e-mail address. Raises Account.DoesNotExist."""
        return self.get(email__iexact=username)


class Account(AbstractBaseUser):
    """Somebody who can sign in. What they may do is said by their posts alone.

    Saved by whatever code, a library's too, it goes by the store's door and leaves an event.
    """

    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=10, default="en")
    is_active = models.BooleanField(default=True)
    since = models.DateTimeField(default=timezone.now)
    last_login = None  # the audit log knows

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects: ClassVar[Accounts] = Accounts()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="one_account_an_address")]

    def save(self, *args: Any, **options: Any) -> None:
        """Save it, by the door: `add-account` or `change-account`, as done by the account itself. One that was
        closed meanwhile stays so: only an act closes an account, and none opens one."""
        if is_open():
            super().save(*args, **options)
            return
        verb = "add-account" if self._state.adding else "change-account"
        with transaction.atomic():
            if not self._state.adding:
                self.is_active = Account.objects.select_for_update().get(pk=self.pk).is_active
            write(lambda: Event(at=timezone.now(), who=self.pk, account=self.pk, command=verb), self)


class PostRow(models.Model):
    """A role that an account holds for an organisation, since when, and until when."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="posts")
    organisation = models.ForeignKey(OrganisationRow, models.PROTECT, related_name="posts")
    role = models.CharField(max_length=40)
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "organisation", "role"],
                condition=models.Q(until=None),
                name="one_post_of_a_kind_at_a_time",
            )
        ]
