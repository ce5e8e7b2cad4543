import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="OrganisationRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("key", models.CharField(max_length=60, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("side", models.CharField(max_length=20)),
                ("rules", models.JSONField(blank=True, default=dict)),
            ],
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("language", models.CharField(default="en", max_length=10)),
                ("is_active", models.BooleanField(default=True)),
                ("since", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"), name="one_account_an_address"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditRow",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("line", models.TextField()),
                ("at", models.DateTimeField()),
                ("who", models.BigIntegerField()),
                ("organisation", models.CharField(blank=True, max_length=60, null=True)),
                ("command", models.CharField(max_length=40)),
                ("code", models.CharField(max_length=40)),
                ("study", models.CharField(blank=True, max_length=11, null=True)),
                ("agreement", models.CharField(blank=True, max_length=11, null=True)),
                ("holding", models.CharField(blank=True, max_length=60, null=True)),
                ("account", models.BigIntegerField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["study", "number"], name="audit_by_study"),
                    models.Index(fields=["who", "number"], name="audit_by_who"),
                    models.Index(fields=["holding", "number"], name="audit_by_holding"),
                    models.Index(fields=["agreement", "number"], name="audit_by_agreement"),
                ],
            },
        ),
        migrations.CreateModel(
            name="HoldingRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("name", models.CharField(max_length=60, unique=True)),
                ("title", models.CharField(max_length=200)),
                ("dictionary", models.TextField()),
                ("since", models.DateTimeField(default=django.utils.timezone.now)),
                ("until", models.DateTimeField(blank=True, null=True)),
                (
                    "custodian",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holdings",
                        to="store.organisationrow",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AgreementRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("reference", models.CharField(max_length=11, unique=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "custodian",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.organisationrow"
                    ),
                ),
                (
                    "lab",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.organisationrow"
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.organisationrow"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StudyRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("reference", models.CharField(max_length=11, unique=True)),
                ("purpose", models.CharField(max_length=40)),
                ("title", models.CharField(max_length=200)),
                ("draft", models.JSONField(blank=True, default=dict)),
                ("state", models.CharField(max_length=40)),
                ("since", models.DateTimeField(default=django.utils.timezone.now)),
                ("round", models.PositiveIntegerField(default=0)),
                ("persons", models.PositiveIntegerField(blank=True, null=True)),
                ("protocol", models.TextField(blank=True)),
                ("uses", models.JSONField(blank=True, null=True)),
                ("rules", models.JSONField(blank=True, null=True)),
                ("identifiers_held", models.BooleanField(default=False)),
                ("project_key_held", models.BooleanField(default=False)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="studies",
                        to="store.agreementrow",
                    ),
                ),
                (
                    "custodian",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.organisationrow"
                    ),
                ),
                (
                    "holding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="studies", to="store.holdingrow"
                    ),
                ),
                (
                    "lab",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.organisationrow"
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.organisationrow"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReleaseRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("place", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("headline", models.TextField(blank=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("published", models.DateTimeField(blank=True, null=True)),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="releases", to="store.studyrow"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OutputRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("name", models.CharField(max_length=100)),
                ("place", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("replaced", models.DateTimeField(blank=True, null=True)),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="outputs", to="store.studyrow"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="NoticeRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("command", models.CharField(max_length=40)),
                ("state", models.CharField(max_length=40)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("not_before", models.DateTimeField(default=django.utils.timezone.now)),
                ("tries", models.PositiveIntegerField(default=0)),
                ("sent", models.DateTimeField(blank=True, null=True)),
                (
                    "to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="store.studyrow"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="JudgementRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("safe", models.CharField(max_length=40)),
                ("verdict", models.CharField(max_length=40)),
                ("by", models.BigIntegerField()),
                ("submission", models.PositiveIntegerField()),
                ("words", models.TextField(blank=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="judgements", to="store.studyrow"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="JobRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("command", models.CharField(max_length=40)),
                ("by", models.BigIntegerField()),
                ("state", models.CharField(default="waiting", max_length=20)),
                ("lease", models.CharField(blank=True, max_length=32)),
                ("tries", models.PositiveIntegerField(default=0)),
                ("beat", models.DateTimeField(blank=True, null=True)),
                ("stage", models.CharField(blank=True, max_length=40)),
                ("words", models.TextField(blank=True)),
                ("code", models.CharField(blank=True, max_length=40)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ended", models.DateTimeField(blank=True, null=True)),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="jobs", to="store.studyrow"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ProtocolRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("text", models.TextField()),
                ("by", models.BigIntegerField()),
                ("command", models.CharField(max_length=40)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="protocols", to="store.studyrow"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CommentRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("item", models.CharField(max_length=100)),
                ("words", models.TextField()),
                ("by", models.BigIntegerField()),
                ("command", models.CharField(max_length=40)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="comments", to="store.studyrow"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CohortFileRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("place", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("key_sha256", models.CharField(max_length=64)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("checked", models.DateTimeField(blank=True, null=True)),
                ("persons", models.PositiveIntegerField(blank=True, null=True)),
                ("findings", models.JSONField(blank=True, default=list)),
                ("problems", models.JSONField(blank=True, default=list)),
                ("received", models.DateTimeField(blank=True, null=True)),
                ("destroyed", models.DateTimeField(blank=True, null=True)),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lists", to="store.studyrow"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CertificateRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("thing", models.CharField(max_length=40)),
                ("by", models.BigIntegerField()),
                ("because", models.CharField(max_length=200)),
                ("hashes", models.JSONField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="store.studyrow",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TermsRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("terms", models.TextField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="terms", to="store.agreementrow"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="VoteRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("round", models.PositiveIntegerField()),
                ("output", models.CharField(max_length=64)),
                ("says", models.CharField(max_length=20)),
                ("checker", models.BigIntegerField()),
                ("custodian", models.BooleanField()),
                ("words", models.TextField(blank=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="votes", to="store.studyrow"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PostRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("role", models.CharField(max_length=40)),
                ("since", models.DateTimeField(default=django.utils.timezone.now)),
                ("until", models.DateTimeField(blank=True, null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="store.organisationrow",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)),
                        fields=("account", "organisation", "role"),
                        name="one_post_of_a_kind_at_a_time",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="studyrow",
            index=models.Index(fields=["state", "since"], name="study_by_state"),
        ),
        migrations.AddConstraint(
            model_name="outputrow",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaced", None)), fields=("study", "name"), name="one_output_of_a_name"
            ),
        ),
        migrations.AddIndex(
            model_name="noticerow",
            index=models.Index(fields=["sent", "not_before"], name="notice_to_send"),
        ),
        migrations.AddIndex(
            model_name="jobrow",
            index=models.Index(fields=["state", "at"], name="job_by_state"),
        ),
        migrations.AddConstraint(
            model_name="jobrow",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("waiting", "running"))),
                fields=("study",),
                name="one_job_a_study_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="termsrow",
            constraint=models.UniqueConstraint(fields=("agreement", "version"), name="one_text_a_version"),
        ),
        migrations.AddConstraint(
            model_name="voterow",
            constraint=models.UniqueConstraint(
                fields=("study", "round", "output", "checker"), name="one_vote_an_output_a_checker_a_round"
            ),
        ),
    ]
