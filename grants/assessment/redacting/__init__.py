"""What assessors of a blind round may read, as an officer covered it."""
