"""What assessors think, and the arithmetic of it."""
