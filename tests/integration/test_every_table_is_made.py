"""Whatever a model says, a migration makes: a table that is missing is found here, not by whoever first needs it."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.core.management import call_command


@pytest.mark.django_db
def test_no_model_says_more_than_the_migrations_make() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.django_db
def test_tries_at_sign_in_are_counted() -> None:
    assert cache.add("tries", 1)
    assert not cache.add("tries", 1)
    assert cache.get("tries") == 1
