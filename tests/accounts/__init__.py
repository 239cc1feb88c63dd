"""Accounts, mirrors issues/accounts/."""
