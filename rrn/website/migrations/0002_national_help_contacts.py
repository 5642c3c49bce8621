"""The national numbers that help now ships with, and bodies by name only. None is checked yet: that is the office's first task."""

from django.db import migrations

ALL = ""

ENTRIES = [
    # nation, purpose, name, what for, number, hours
    (ALL, "danger", "Emergency services", "Police, ambulance or fire, when a person is in danger now.", "999", "At any hour"),
    (ALL, "concern", "Police", "Something that may be a crime, when nobody is in danger at this moment.", "101", ""),
    (ALL, "talk", "Samaritans", "Whatever you are going through, for anybody.", "116 123", "At any hour"),
    (ALL, "talk", "Childline", "For children and young people up to 18.", "0800 1111", ""),
    ("england", "danger", "NHS 111", "Someone needs medical help, and it is not an emergency for 999.", "111", "At any hour"),
    ("england", "concern", "The local authority’s adult safeguarding team", "An adult with care and support needs may be harmed or neglected. Ask the council where the person is.", "", ""),
    ("england", "concern", "The local authority’s children’s safeguarding team", "A child may be harmed or neglected. Ask the council where the child is.", "", ""),
    ("england", "concern", "Care Quality Commission (CQC)", "The regulator of hospitals and of adult social care in England.", "", ""),
    ("england", "concern", "Ofsted", "The inspectorate of schools and of children’s social care in England.", "", ""),
    ("scotland", "danger", "NHS 24", "Someone needs medical help, and it is not an emergency for 999.", "111", "At any hour"),
    ("scotland", "concern", "The local council’s adult protection team", "An adult may be harmed or neglected. Ask the council where the person is.", "", ""),
    ("scotland", "concern", "The local council’s child protection team", "A child may be harmed or neglected. Ask the council where the child is.", "", ""),
    ("scotland", "concern", "Care Inspectorate", "The regulator of care services in Scotland.", "", ""),
    ("wales", "danger", "NHS 111 Wales", "Someone needs medical help, and it is not an emergency for 999.", "111", "At any hour"),
    ("wales", "concern", "The local authority’s adult safeguarding team", "An adult with care and support needs may be harmed or neglected. Ask the council where the person is.", "", ""),
    ("wales", "concern", "The local authority’s children’s safeguarding team", "A child may be harmed or neglected. Ask the council where the child is.", "", ""),
    ("wales", "concern", "Care Inspectorate Wales", "The regulator of social care in Wales.", "", ""),
    ("northern_ireland", "concern", "The Health and Social Care Trust’s adult safeguarding team", "An adult may be harmed or neglected. Ask the trust where the person is.", "", ""),
    ("northern_ireland", "concern", "The Health and Social Care Trust’s children’s safeguarding team", "A child may be harmed or neglected. Ask the trust where the child is.", "", ""),
    ("northern_ireland", "concern", "Regulation and Quality Improvement Authority (RQIA)", "The regulator of health and social care services in Northern Ireland.", "", ""),
]  # fmt: skip


def add(apps, schema_editor):
    contact = apps.get_model("website", "HelpContact")
    for order, (nation, purpose, name, what_for, number, hours) in enumerate(ENTRIES):
        contact.objects.get_or_create(
            nation=nation,
            purpose=purpose,
            name=name,
            defaults={"what_for": what_for, "number": number, "hours": hours, "order": order},
        )


class Migration(migrations.Migration):
    dependencies = [("website", "0001_help_contact")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
