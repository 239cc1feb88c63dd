"""GeoReport v2, the interface of Open311 (wiki.open311.org/GeoReport_v2): reading, not reporting."""
