"""Profiles of the laws: `ci` always draws the same worlds, so that a green tree stays green; `agree` draws new ones for as long as one
likes (`pytest tests/property --hypothesis-profile=agree`)."""

from __future__ import annotations

import sys
from pathlib import Path

from hypothesis import HealthCheck, settings

sys.path.insert(0, str(Path(__file__).parents[1] / "spec"))

PATIENT = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)
settings.register_profile(
    "ci", deadline=None, derandomize=True, max_examples=80, database=None, suppress_health_check=PATIENT
)
settings.register_profile("agree", deadline=None, max_examples=8000, suppress_health_check=PATIENT)
if settings.get_current_profile_name() == "default":
    settings.load_profile("ci")
