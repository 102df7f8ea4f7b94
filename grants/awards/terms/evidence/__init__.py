"""The files that show that a condition of an award is met."""
