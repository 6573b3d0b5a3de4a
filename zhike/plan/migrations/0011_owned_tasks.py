from django.db import migrations, models


class Migration(migrations.Migration):
    """Tasks stand in the index of their owner only if they have one: what moves is written once less, or twice."""

    dependencies = [("plan", "0010_schedule_risk")]

    operations = [
        migrations.RemoveIndex(model_name="task", name="task_by_owner"),
        migrations.RemoveIndex(model_name="task", name="task_by_contact"),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("owner_user__isnull", False)),
                fields=["organisation", "owner_user", "state", "finish"],
                name="task_by_owner",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("owner_contact__isnull", False)),
                fields=["organisation", "owner_contact", "state", "finish"],
                name="task_by_contact",
            ),
        ),
    ]
