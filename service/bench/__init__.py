"""Measured figures: each bench says what it did, what it counted and beside what it measured."""
