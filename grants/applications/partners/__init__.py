"""Joint applications: who applies together with the lead, and what each of them agreed to."""
