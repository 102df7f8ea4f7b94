"""A practice application, with a model answer to compare with. It counts nowhere."""
