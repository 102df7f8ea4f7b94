"""How far the scoring of a round is, and who is reminded."""
