"""What programs read: a JSON API and GeoReport v2 (Open311), both read-only and masked like the pages."""
