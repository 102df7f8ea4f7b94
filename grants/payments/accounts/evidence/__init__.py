"""The bank letter or statement that shows whose an account is."""
