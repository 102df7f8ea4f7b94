"""Is it eligible, and what comes before anybody scores it."""
