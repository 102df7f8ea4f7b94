"""What colleagues tell one another about a case: flags, tags and notes. Not for the co-op."""
