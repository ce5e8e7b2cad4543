"""The chapters of the whole story, each by what people read and press."""

import datetime as dt
import re

from django.utils import timezone

from outcomelab.service.domain.application import APPLICATION, Kind
from outcomelab.service.domain.five_safes import Safe

_TITLE = "Prison work and reoffending"
_YEAR = dt.timedelta(days=365)
_LIST = "The list, as an Excel workbook (.xlsx) or as CSV"
_MINUTE = 60


class Story:
    """Everybody at their window. spoiled, mended: the provider's lists; protocol: the analysts' text of it."""

    def __init__(self, people, spoiled, mended, protocol):
        self.people, self.spoiled, self.mended, self.protocol = people, spoiled, mended, protocol
        self.agreement = self.study = ""

    def at(self, part, place=""):
        """Somebody, who opens the study's page, or a page below it."""
        one = self.people[part]
        one.go(f"/studies/{self.study}/{place}")
        return one

    def a_holding_is_registered(self):
        """The lab holds the ministry's data; its steward puts them into the catalogue."""
        steward, anybody = self.people["steward"], self.people["anybody"]
        anybody.follow("Catalogue")
        anybody.reads("No holding is in the catalogue yet.")
        steward.follow("Holdings")
        steward.press("Register Prison releases and rearrests, North Carolina, 1977–1984")
        steward.reads("is in the catalogue as the lab has registered it.")
        anybody.follow("Catalogue")
        anybody.follow("Prison releases and rearrests")

    def terms_are_set_and_signed(self):
        """The steward writes an agreement, sees its effect, makes it; its three parties sign."""
        steward, today = self.people["steward"], timezone.localdate()
        first, last = str(today - _YEAR), str(today + _YEAR)
        steward.follow("Agreements")
        steward.press("Make an agreement")
        steward.write(
            title="Work in prison", legal_basis="Statistics Act, section 12", starts=first, ends=last,
            minimum_cohort="60", identifiers_days="30", project_key_days="365",
        )  # fmt: skip
        steward.page.get_by_label("Provider").select_option("second-gate")
        steward.page.get_by_label("Whether a programme changed").check()
        for table in ("persons", "releases", "arrests"):
            steward.page.locator(f"input[name=grant-justice-variables][value='{table}.*']").check()
        steward.page.locator("input[name=grant-justice-outcomes][value='arrests.*']").check()
        steward.press("Add a document")
        for number, kind in enumerate(("privacy assessment", "ethics approval")):
            steward.page.locator(f"[name=document-{number}-kind]").select_option(kind)
            said = {"approver": "Northmere office", "approved": first, "expires": last, "sha256": f"{number}" * 64}
            steward.write(**{f"document-{number}-{name}": text for name, text in said.items()})
        steward.page.locator("button[name=show]").last.click()
        steward.reads("The terms fit together.")
        steward.picture("agreement", steward.page.get_by_role("heading", name="What these terms would mean"))
        steward.press("Make the agreement")
        steward.reads("The agreement is made.")
        self.agreement = re.search(r"/agreements/([^/]+)/", steward.page.url)[1]
        for part in ("steward", "administrator", "member"):
            party = self.people[part]
            party.go(f"/agreements/{self.agreement}/")
            party.press("Sign this agreement")
            party.press("Sign for my organisation")
            party.reads("Your organisation has signed the agreement.")
        self.people["member"].reads("in force")

    def a_study_is_begun_and_applied_for(self):
        """A member of the provider begins a study and answers every question."""
        member = self.people["member"]
        member.follow("My studies")
        member.press("Begin a study")
        member.write(title=_TITLE)
        member.press("Begin")
        member.reads("The study has begun.")
        self.study = re.search(r"/studies/([^/]+)/", member.page.url)[1]
        member.follow("Write the application")
        member.follow("Change the answers about: The programme")
        for part in APPLICATION:
            for question in part.questions:
                if question.kind is Kind.CHOICE:
                    member.choose(question.words, question.choices[0][1])
                else:
                    member.write(**{question.name: "600" if question.kind is Kind.NUMBER else "As it was agreed."})
            with member.page.expect_navigation():
                member.press("Save and continue")
        assert member.page.get_by_text("Not answered yet").count() == 0

    def a_spoiled_list_is_mended(self):
        """A list's problems are told row by row, without what stands there; a better one has none."""
        member = self.at("member", "list/")
        member.chooses_file(_LIST, "participants.csv", self.spoiled)
        member.press("Upload and check")
        member.reads("people can be used.", _MINUTE)
        member.page.locator("tbody tr").nth(10).wait_for()  # at least eleven
        member.picture("list", member.page.get_by_role("heading", name="What was found"))
        said = member.page.locator("main").inner_text()
        assert not [name for name in self.names() if name in said]
        member.chooses_file(_LIST, "participants.csv", self.mended)
        member.press("Upload and check")
        member.reads("The list has arrived.")
        member.reads("No row has a problem.", _MINUTE)

    def it_is_submitted_judged_and_approved(self):
        """The provider submits, the steward judges the five safes and approves."""
        member = self.at("member", "submit/")
        member.press("Submit")
        member.reads("The application is with the custodian.")
        steward = self.people["steward"]
        steward.follow("My studies")
        steward.follow(_TITLE)
        steward.press("Record a judgement")
        steward.is_told_why_not("Approve", "Record the judgements that are missing first")
        for safe in Safe:
            part = steward.page.locator(f"#{safe.value.replace(' ', '-')}")
            part.get_by_label("Safe", exact=True).check()
            part.get_by_label("Why").fill("Seen and found so.")
            with steward.page.expect_navigation():
                steward.press(f"Record: {safe.value}", part)
            steward.reads("Your judgement is recorded.")
        steward.picture("approval", steward.page.locator("#safe-data"), steward.page.locator("#safe-setting"))
        steward.press("Approve")
        steward.reads("Done: approve.")

    def the_list_is_sent_and_linked(self):
        """The provider sends the list; an analyst links it, by the study's first protocol."""
        member = self.at("member", "send/")
        member.press("Send the list")
        member.reads("The lab has the list.")
        linker = self.at("linker")
        linker.press("Link")
        linker.write(text=self.text)
        linker.press("Link")
        linker.reads("The list is being linked.")
        self.waits(linker, "linked")

    def the_protocol_is_fixed_and_evaluated(self):
        """Another analyst fixes the protocol, has the study evaluated, reads the drafts and sends them on."""
        analyst = self.at("analyst")
        analyst.press("Fix the protocol")
        analyst.press("Check it")
        analyst.reads("Nothing in it is wrong, and the agreement covers it.")
        analyst.picture("protocol", analyst.page.locator(".lab-editor"))
        analyst.press("Fix the protocol")
        analyst.reads("The protocol is fixed.")
        self.at("linker").is_told_why_not("Evaluate", "You linked the identifiers of this study")
        analyst.press("Evaluate")
        self.waits(analyst, "evaluated")
        analyst.go(f"/studies/{self.study}/drafts/")
        analyst.reads("This page shows raw figures")
        analyst.press("Send the outputs to the checkers")
        analyst.reads("Done: send the outputs to the checkers.")

    def two_checkers_clear_it(self):
        """Each opens the drafts and votes unseen by the other; then they are cleared."""
        for part in ("their checker", "our checker"):
            checker = self.at(part, "checking/")
            checker.press("Open them")
            checker.reads("You see what others say once you have given your own votes")
            checker.page.locator("summary").first.click()
            first, last = (
                checker.page.get_by_role("heading", name=name).first
                for name in ("Rule by rule", "Beside earlier releases")
            )
            checker.picture("checking", first, last)
            checker.tick("Approve: it may leave")
            checker.press("Give my votes")
            checker.reads("Your votes are given.")
        checker.press("Clear the outputs")
        checker.reads("Done: clear the outputs.")

    def it_is_released_published_and_read_by_anybody(self):
        """A checker releases, the steward publishes, and whoever comes by reads the report."""
        checker, anybody = self.at("our checker"), self.people["anybody"]
        checker.press_and_confirm("Release")
        self.waits(checker, "released")
        steward = self.at("steward")
        steward.press_and_confirm("Publish")
        steward.reads("Done: publish.")
        anybody.follow("Register")
        anybody.picture("register")
        anybody.follow(_TITLE)
        anybody.press("Read the report")
        anybody.reads("Were the people who took part rearrested less often")

    def identifiers_and_key_are_destroyed(self):
        """The steward has both destroyed; the certificates stand on the study's page; the study is closed."""
        steward = self.at("steward")
        steward.is_told_why_not("Close", "Identifiers or project key of this study are still there")
        for words in ("Destroy the identifiers", "Destroy the project key"):
            steward.press_and_confirm(words)
            steward.reads("Done: destroy")
        steward.page.wait_for_load_state("load")
        for certificate in steward.page.locator("summary").filter(has_text="Certificate:").all():
            certificate.click()
        assert steward.page.locator("li.lab-hash").count() > 1
        steward.press_and_confirm("Close")
        steward.reads("Done: close.")

    def waits(self, one, state):
        """Somebody waits until work has brought the study to a state: its page shows that by itself."""
        one.page.locator(".govuk-tag").filter(has_text=re.compile(f"^{state}$")).wait_for(timeout=_MINUTE * 1000)

    @property
    def text(self):
        """The protocol under the agreement."""
        return self.protocol.replace('"DEMO-2"', f'"{self.agreement}"')

    def names(self):
        """Long surnames of the lists."""
        rows = (line.split(",")[0] for line in self.spoiled.decode("utf-8-sig").splitlines()[1:])
        return {name.strip() for name in rows if len(name.strip()) > 6}
