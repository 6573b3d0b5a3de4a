import django.db.models.deletion
from django.db import migrations, models

import zhike.core.ids
import zhike.plan.models.fields
from zhike.core import immutability

KEPT = ("plan_planmoment",)


def protect(apps, schema_editor):
    immutability.protect(schema_editor.connection, *KEPT)


def unprotect(apps, schema_editor):
    immutability.unprotect(schema_editor.connection, *KEPT)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_portal_branding"),
        ("plan", "0007_baseline_is_shared"),
    ]

    operations = [
        migrations.CreateModel(
            name="PlanMoment",
            fields=[
                ("id", models.UUIDField(default=zhike.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("number", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("revision", models.PositiveIntegerField()),
                ("user_id", models.UUIDField(null=True)),
                ("actor_name", models.CharField(blank=True, max_length=100)),
                ("label", models.JSONField(default=dict)),
                ("finish", zhike.plan.models.fields.MomentField(null=True)),
                ("progress", models.FloatField(default=0)),
                ("client_level", models.PositiveSmallIntegerField()),
                ("frame", models.PositiveIntegerField()),
                ("frame_size", models.PositiveIntegerField()),
                ("since_frame", models.PositiveIntegerField(default=0)),
                ("data", models.BinaryField()),
                ("organisation", models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.organisation")),
                ("plan", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="moments", to="plan.plan")),
            ],
            options={
                "verbose_name": "state of a plan",
                "indexes": [models.Index(fields=["organisation", "plan", "at", "number"], name="plan_moments_in_time")],
                "constraints": [models.UniqueConstraint(fields=("organisation", "plan", "number"), name="plan_moment_once")],
            },
        ),
        migrations.RunPython(protect, unprotect),
    ]
