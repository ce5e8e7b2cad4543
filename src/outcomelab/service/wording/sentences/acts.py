"""Why an act could not take what was brought, and why the worker's work ended otherwise, as they say it."""

from __future__ import annotations

_PROVIDERS = (
    "The participants' list is not there any more, or was damaged: upload it again.",
    "The participants' list is not there any more: upload it again.",
    "The list cannot be kept: the lab's disk is full or closed. Try again later.",
    "Save the list as an Excel workbook (.xlsx) or as CSV, and upload that.",
    "The file is empty, or larger than {most} MB.",
    "There is no participants' list: upload one.",
    "No list has passed its checks yet: write how many people took part.",
    "Write how many people took part: 1 or more.",
    "Write a number that can be counted: 0, or between a billionth and a million million.",
    "An answer is too long: write at most {most} characters.",
    "Give the study a title of at most {most} characters.",
    "The custodian has registered no such holding: choose one of the catalogue.",
)
_CUSTODIANS = (
    "Write at least one comment: the provider needs to know what to mend, or why not.",
    "A comment is too long: write at most {most} characters.",
    "There is no report to publish: the lab releases it again.",
    "The parties of an agreement stay: make a new one for others.",
    "Provider, custodian and lab must be three organisations.",
    "A holding is granted twice: keep one grant of it.",
    "A variable is named as telling who is Indigenous that is not granted: leave it out.",
    "There is no {side} {name}: the lab's administrator adds it first.",
    "The custodian has registered no holding {names}: register it first.",
    "The holding's dictionary names another custodian: have the lab register it anew with yours.",
    "Another custodian has registered a holding of this name: give yours another.",
    "There is no such holding of yours in the catalogue.",
)
_ANALYSTS = (
    "No participants' list was received: the provider sends one.",
    "What was linked is not there any more.",
    "An earlier version of the service linked this study, and did not note how well: its report will say it.",
    "What was linked is not there any more: begin with a new study.",
    "What was kept of this study was destroyed with its key: begin with a new study.",
    "What was linked cannot be kept: the lab's disk is full or closed. Ask for it again.",
    "What was found cannot be kept: the lab's disk is full or closed. Ask for it again.",
    "What is tried cannot be kept: the lab's disk is full or closed. Ask for it again later.",
    "What would be released is not what was cleared: evaluate and check it again.",
    "The protocol is too long: write at most {most} characters.",
    "The draft is not there any more, or was damaged: have it evaluated again.",
    "The draft is not the one that was made: have it evaluated again.",
    "Something unexpected went wrong ({name}): tell the lab.",
)
_CHECKERS = (
    "Say what you ask or why you refuse: the analyst needs it to mend the output.",
    "Vote once on each output as it is now: look at the page again, for they were changed.",
)
_ADMINISTRATORS = (
    "There is no such account, or it is closed.", "There is no such organisation.",
    "There is one lab, which runs the service: add a provider or a custodian.",
    "They have that role already.", "They don't have that role.", "Give the organisation its name.",
    "Give the organisation a short name of small letters, digits and hyphens.",
    "There is an organisation {key}: give this one another short name.",
    "A {side} has no {role}: choose another role.",
    "This is no e-mail address: look at it again.", "There is an account with this e-mail address.",
    "The lab is set up already: its administrator signs in.",
)  # fmt: skip
_PROGRAMS = (
    "You don't have that role: choose one of yours.",
    "Give the token a name of at most {most} characters: what uses it.",
    "A token lasts 1 to {most} days: choose a number of days.",
    "You have {most} tokens: revoke one that is not used any more.",
    "There is no such token of yours, or it is revoked.",
)
_DESTROYED = ("key", "key of {name}")  # in certificates
SENTENCES = (*_PROVIDERS, *_CUSTODIANS, *_ANALYSTS, *_CHECKERS, *_ADMINISTRATORS, *_PROGRAMS, *_DESTROYED)
