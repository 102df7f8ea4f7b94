"""Where officers make the form of a round: sections, questions, and when each is asked."""
