"""The desk through its own door: real requests, real rows."""
