"""Invented referrals with gold marks: two sets written by hand, and a seeded generator of any number more."""
