"""Who is too close to an application."""
