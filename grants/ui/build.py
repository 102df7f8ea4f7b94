"""Copy what we serve out of govuk-frontend, without the fonts and the crest of GOV.UK.

    python build.py          (run by make; needs node_modules beside this file)

The counts are asserted: if a new version of the package is laid out differently, the build
stops here and somebody looks, instead of a font or an emblem that is not ours slipping in.
"""

import re
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCE = HERE / "node_modules" / "govuk-frontend" / "dist" / "govuk"
TARGET = HERE.parent / "static" / "ui"
FONT_FACES = 2
FONT_STACKS = 58
CRESTS = 3


def stylesheet(css: str) -> str:
    """Drop the font files and the crest, and let fund.css choose the typeface."""
    css = re.sub(r"/\*![^*]*Margaret Calvert.*?\*/", "", css, flags=re.DOTALL)
    css, faces = re.subn(r"@font-face\{[^}]*\}", "", css)
    css, stacks = re.subn(r"GDS Transport,\s*arial,\s*sans-serif", "var(--font)", css)
    css, crests = re.subn(r"url\(/assets/images/govuk-crest\.svg\)", "none", css)
    css = re.sub(r"/\*# sourceMappingURL.*?\*/", "", css)
    found = (faces, stacks, crests)
    if found != (FONT_FACES, FONT_STACKS, CRESTS) or "Transport" in css or "url(/" in css:
        raise SystemExit(
            f"govuk-frontend has changed: found {found} font faces, font stacks and crests. "
            "Read its release notes, check that none of them is left, then mend build.py."
        )
    return css


def script(js: str) -> str:
    """Leave out the pointer to a source map that we do not serve."""
    return re.sub(r"//# sourceMappingURL.*", "", js)


def main() -> None:
    """Write the three files that every page links to."""
    TARGET.mkdir(parents=True, exist_ok=True)
    css = (SOURCE / "govuk-frontend.min.css").read_text(encoding="utf-8")
    js = (SOURCE / "govuk-frontend.min.js").read_text(encoding="utf-8")
    (TARGET / "govuk.js").write_text(script(js), encoding="utf-8")
    (TARGET / "init.js").write_text(
        'import { initAll } from "./govuk.js";\n\ninitAll();\n', encoding="utf-8"
    )
    # Last, because make takes this file as the sign that the build is complete.
    (TARGET / "govuk.css").write_text(stylesheet(css), encoding="utf-8")


if __name__ == "__main__":
    main()
