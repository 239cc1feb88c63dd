"""The agencies' own door: their people sign in, see the issues in which their agency acts, and send in proposals."""
