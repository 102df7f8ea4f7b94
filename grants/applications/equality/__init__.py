"""Equality questions: optional, asked last, and kept apart from every application."""
