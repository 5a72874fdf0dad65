"""Headwaters: a Child Success Model that runs."""
