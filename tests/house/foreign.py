"""Sentences that are not ours."""

import re

# Django's own sentences, which say that something is wrong and not what to do.
FOREIGN = re.compile(
    r"This field is required|This value is required|Ensure (this|that)|Enter a valid value|"
    r"Select a valid choice|Enter a whole number|Enter a number\.|Enter a valid date|"
    r"Enter a valid email|Enter a valid URL|Enter a complete value|No file was submitted|"
    r"The submitted file is empty|Enter a valid JSON|Please correct|%\("
)
