from django.apps import AppConfig


class FamilyVoiceConfig(AppConfig):
    name = "headwaters.practice.family_voice"
    label = "family_voice"
    default_auto_field = "django.db.models.BigAutoField"
