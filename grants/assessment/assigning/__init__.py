"""Who assesses what."""
