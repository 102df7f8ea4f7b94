"""Tests that walk through one town: every page, as everybody who may open it."""
