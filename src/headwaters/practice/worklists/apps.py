from django.apps import AppConfig


class WorklistsConfig(AppConfig):
    name = "headwaters.practice.worklists"
    label = "worklists"
    default_auto_field = "django.db.models.BigAutoField"
