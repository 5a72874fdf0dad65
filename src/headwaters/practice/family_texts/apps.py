from django.apps import AppConfig


class FamilyTextsConfig(AppConfig):
    name = "headwaters.practice.family_texts"
    label = "family_texts"
    default_auto_field = "django.db.models.BigAutoField"
