"""A round that asks for a workshop: who came, or why nobody did."""
