"""Signed minutes keep their words; words of an issue are taken out by hand, with a trace."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from apps.common import migrating


class Migration(migrating.Migration):
    dependencies = [
        ("issues", "0009_late_after"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="IssueBlanking",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("client_uuid", models.UUIDField(editable=False, unique=True)),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("summary", "Nội dung"),
                            ("wish", "Hộ đề nghị"),
                            ("answer", "Trả lời"),
                            ("step", "Lời ghi của một bước"),
                        ],
                        max_length=10,
                        verbose_name="lời ghi nào",
                    ),
                ),
                ("number", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("suspect", "Ghi tên người bị nghi ngờ, người khác"),
                            ("private", "Ghi bệnh tật, tôn giáo, ý kiến của ai"),
                            ("request", "Hộ yêu cầu sửa, xóa"),
                            ("mistake", "Ghi nhầm hộ, nhầm việc"),
                        ],
                        max_length=10,
                        verbose_name="vì sao",
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["issue", "at", "pk"],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="cellmeeting",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="cellmeeting",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="cellmeeting",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="cellmeeting",
            name="minutes",
            field=models.JSONField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="cellmeetingevent",
            name="minutes",
            field=models.JSONField(editable=False, null=True),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cellmeeting",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "issues_cellmeetingevent" ("absent", "cell_id", "chair_id", "held_on", "id", "minutes", "minutes_number", "month", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "present", "reports_from", "reports_to", "secretary_id", "signed_at", "signed_by_id", "state", "version") VALUES (NEW."absent", NEW."cell_id", NEW."chair_id", NEW."held_on", NEW."id", NEW."minutes", NEW."minutes_number", NEW."month", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place", NEW."present", NEW."reports_from", NEW."reports_to", NEW."secretary_id", NEW."signed_at", NEW."signed_by_id", NEW."state", NEW."version"); RETURN NULL;',
                    hash="9171a7c26b28a43339eed78e40b3d8d00d3c73f2",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_3563f",
                    table="issues_cellmeeting",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cellmeeting",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "issues_cellmeetingevent" ("absent", "cell_id", "chair_id", "held_on", "id", "minutes", "minutes_number", "month", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "present", "reports_from", "reports_to", "secretary_id", "signed_at", "signed_by_id", "state", "version") VALUES (NEW."absent", NEW."cell_id", NEW."chair_id", NEW."held_on", NEW."id", NEW."minutes", NEW."minutes_number", NEW."month", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place", NEW."present", NEW."reports_from", NEW."reports_to", NEW."secretary_id", NEW."signed_at", NEW."signed_by_id", NEW."state", NEW."version"); RETURN NULL;',
                    hash="fdae22f9236c959f3368d56f771310debaac1aed",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_908c4",
                    table="issues_cellmeeting",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cellmeeting",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "issues_cellmeetingevent" ("absent", "cell_id", "chair_id", "held_on", "id", "minutes", "minutes_number", "month", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "present", "reports_from", "reports_to", "secretary_id", "signed_at", "signed_by_id", "state", "version") VALUES (OLD."absent", OLD."cell_id", OLD."chair_id", OLD."held_on", OLD."id", OLD."minutes", OLD."minutes_number", OLD."month", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place", OLD."present", OLD."reports_from", OLD."reports_to", OLD."secretary_id", OLD."signed_at", OLD."signed_by_id", OLD."state", OLD."version"); RETURN NULL;',
                    hash="606f77a5ad07a287d6a6f0bc15aa0f70b675c5b1",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_90197",
                    table="issues_cellmeeting",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="issueblanking",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="issueblanking",
            name="issue",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="blankings",
                to="issues.issue",
            ),
        ),
        migrations.AddConstraint(
            model_name="issueblanking",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("part__in", ["summary", "wish", "answer", "step"]),
                    ("reason__in", ["suspect", "private", "request", "mistake"]),
                ),
                name="issue_blanking_lists",
            ),
        ),
        migrations.AddConstraint(
            model_name="issueblanking",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("number__gte", 1), ("part", "step")),
                    models.Q(models.Q(("part", "step"), _negated=True), ("number__isnull", True)),
                    _connector="OR",
                ),
                name="issue_blanking_of_step",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="issueblanking",
            trigger=pgtrigger.compiler.Trigger(
                name="never_altered",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="9a77c9670aa4acf07f6869a565b3eabc6e23454f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_never_altered_71704",
                    table="issues_issueblanking",
                    when="BEFORE",
                ),
            ),
        ),
    ]
