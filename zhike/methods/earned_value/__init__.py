"""Earned value and earned schedule: how much was planned, done and spent, and what that says about the end."""
