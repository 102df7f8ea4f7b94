"""The fund's own work, from the open round to the closed award, and the project itself."""
