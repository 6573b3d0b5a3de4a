"""A proposal keeps the delay of every task that is to wait, not only of those it moves."""

from typing import Any

from django.db import migrations, models


def from_moves(apps: Any, schema: Any) -> None:
    """What waits to be taken over keeps what it knew."""
    for row in apps.get_model("plan", "Levelling").objects.filter(state="done").iterator():
        row.delays = {move["task"]: move["delay"] for move in row.moves if move["delay"]}
        row.save(update_fields=["delays"])


class Migration(migrations.Migration):

    dependencies = [
        ('plan', '0003_levelling'),
    ]

    operations = [
        migrations.AddField(
            model_name='levelling',
            name='delays',
            field=models.JSONField(default=dict),
        ),
        migrations.RunPython(from_moves, migrations.RunPython.noop),
    ]
