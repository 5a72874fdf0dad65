"""What there is: organisations, services, places, openings, and for whom, as HSDS tells it."""
