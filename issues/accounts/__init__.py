"""Accounts of staff and agencies alike: signing in, the second factor, sessions that end, and one's own page."""
