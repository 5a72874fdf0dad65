"""Who keeps which families: caseloads, cover, snoozed promises; and promises as they stand this minute."""
