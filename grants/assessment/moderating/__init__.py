"""Where assessors were far apart: talked over, and one mark agreed."""
