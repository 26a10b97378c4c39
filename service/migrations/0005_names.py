# Names of users without regard to capitals: `karin` and `KARIN` were two. The first keeps the name, a later one gets a
# number behind it; each is shown as it was typed.

import unicodedata

from django.db import migrations


def kept(apps, editor):
    people, taken = apps.get_model("service", "User").objects, set()
    for person in people.order_by("pk"):
        name = unicodedata.normalize("NFKC", person.username).casefold()
        name = f"{name}-{person.pk}" if name in taken else name
        taken.add(name)
        person.first_name, person.username = person.first_name or person.username, name
        person.save(update_fields=["first_name", "username"])


class Migration(migrations.Migration):
    dependencies = [
        ("service", "0004_notices"),
    ]

    operations = [
        migrations.AlterModelManagers(name="user", managers=[]),
        migrations.RunPython(kept, migrations.RunPython.noop),
    ]
