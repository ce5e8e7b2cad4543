"""What a provider does: begins a study, writes its application, sends its list, reads its report."""

from __future__ import annotations

from django.urls import path

from outcomelab.service.web.provider import application, beginning, participants, power, report, submitting, tasks

urlpatterns = [
    path("begin/", beginning.choose, name="begin"),
    path("begin/<str:agreement>/", beginning.begin, name="begin-under"),
    path("studies/<str:reference>/tasks/", tasks.tasks, name="tasks"),
    path("studies/<str:reference>/application/", application.application, name="application"),
    path("studies/<str:reference>/application/<str:part>/", application.questions, name="questions"),
    path("studies/<str:reference>/submit/", submitting.submit, name="submit"),
    path("studies/<str:reference>/send/", submitting.send, name="send"),
    path("studies/<str:reference>/list/", participants.participants, name="list"),
    path("studies/<str:reference>/list/problems.csv", participants.problems, name="problems"),
    path("participants.xlsx", participants.empty_list, name="empty-list"),
    path("studies/<str:reference>/power/", power.power, name="power"),
    path("studies/<str:reference>/report/", report.about, name="report"),
    path("studies/<str:reference>/report/read/", report.read, name="read-report"),
    path("studies/<str:reference>/report/report.<str:ending>", report.file, name="report-file"),
]
