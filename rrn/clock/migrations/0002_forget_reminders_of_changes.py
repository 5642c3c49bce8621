from django.db import migrations


def forget(apps, schema_editor):
    """Reminding of changes is a rule of notices now; a duty that nobody does any more must not count as late."""
    apps.get_model("clock", "JobRun").objects.filter(name="changes to remind of").delete()
    apps.get_model("clock", "Setback").objects.filter(duty="changes to remind of").delete()


class Migration(migrations.Migration):
    dependencies = [("clock", "0001_leases_and_runs")]
    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
