"""Somebody who took no part looks again at how we decided."""
