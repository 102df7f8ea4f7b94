"""Changes asked of named questions only, with before and after kept."""
