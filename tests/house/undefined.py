"""Names that a template was not given."""

import re

UNDEFINED = re.compile(r"UNDEFINED\[([^\]]*)\]")


def undefined_names(words):
    return set(UNDEFINED.findall(words))
