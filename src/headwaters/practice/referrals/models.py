"""Closed-loop referrals: an ask to an agency that somebody owns until its outcome is told back."""
