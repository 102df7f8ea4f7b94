"""Who assesses: what they know, how much time they give, and what they are owed."""
