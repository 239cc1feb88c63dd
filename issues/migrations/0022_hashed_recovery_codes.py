"""Recovery codes that were kept as they are: their hashes, so that they still open what they opened."""

from base64 import urlsafe_b64encode

from django.db import migrations
from django.utils.crypto import salted_hmac


def hash_codes(apps, schema_editor):
    tokens = apps.get_model("otp_static", "StaticToken").objects.select_related("device")
    for token in tokens:
        told = f"{token.device.user_id}:{token.token}"
        digest = salted_hmac("civictrack.recovery", told, algorithm="sha256").digest()
        token.token = urlsafe_b64encode(digest[:12]).decode()
        token.save(update_fields=["token"])


class Migration(migrations.Migration):
    dependencies = [("issues", "0021_quick_on_sqlite"), ("otp_static", "0003_add_timestamps")]
    operations = [migrations.RunPython(hash_codes, migrations.RunPython.noop)]
