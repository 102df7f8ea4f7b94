"""The figures as tables, with what each should reach and whether it does."""

from .pages import (
    BANK_FILE_SECONDS,
    DRAFTING_P95,
    EXPORT_FIRST_BYTE,
    EXPORT_GROWTH,
    EXPORT_ROWS_A_SECOND,
    LETTERS_A_SECOND,
    LETTERS_GROWTH,
    LOCK,
    MEASURED,
    MONTH_END_QUERIES,
    PANEL_P95,
    PANEL_QUERIES,
    RUSH_P95,
    SAVE_QUERIES,
    SCORING_QUERIES,
    SCORING_SECONDS,
    SEND_QUERIES,
    TAIL,
    WORKER,
    WORKER_AFTER_EXPORT,
)

PANEL_PAGES = ("Panel", "Ranking before the panel", "Board of the round", "Board of the scoring")
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def as_markdown(runs):
    parts = [verdicts(runs)]
    for run in runs:
        parts.append(f"## {title_of(run)}\n\n{pages_of(run)}\n\n{rest_of(run)}")
    parts.append(f"## Other pages\n\n{other_pages(runs)}")
    return "\n\n".join(parts) + "\n"


def title_of(run):
    return f"{NAMES[run['database']]}, {run['size']:,} applications"


def table(heads, rows):
    lines = [heads, ["---", *["---:"] * (len(heads) - 1)], *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


# One run


def pages_of(run):
    heads = ["Page", "Queries", "CPU ms", "Median ms", "p95 ms", "p95 / median", "A second at 8",
             "Against R alone", "Against R at 8"]  # fmt: skip
    lines = [("R, the yardstick", run["reference"]), *run["pages"].items()]
    return table(heads, [page_line(label, found) for label, found in lines])


def page_line(label, found):
    is_yardstick = label.startswith("R,")
    return [
        label,
        found["queries"],
        f"{found['cpu']:.1f}",
        f"{found['median']:.1f}",
        f"{found['p95']:.1f}",
        f"{found['p95'] / found['median']:.1f}",
        f"{found['at_once']:.0f}",
        "1" if is_yardstick else f"{found['ratio']:.2f}",
        "1" if is_yardstick else f"{found['ratio_at_once']:.2f}",
    ]


def rest_of(run):
    save, send, export, letters = run["save"], run["send"], run["export"], run["letters"]
    scoring = run["scoring"]
    return "\n".join(
        f"- {line}"
        for line in (
            f"Saving a section: {save['queries']} queries, {save['cpu']:.1f} ms of CPU, median "
            f"{save['median']:.1f} ms, p95 {save['p95']:.1f} ms, {save['at_once']:.0f} a second "
            "when eight save.",
            f"Sending an application: {send['queries']} queries, {send['cpu']:.1f} ms of CPU, "
            f"median {send['median']:.1f} ms, p95 {send['p95']:.1f} ms, {send['at_once']:.0f} a "
            "second when eight send.",
            *drafting_line(run),
            f"CSV export: {export['rows']:,} rows in {export['seconds']:.1f} s, "
            f"{export['rows_a_second']:,.0f} rows a second, first byte after "
            f"{export['first_byte'] * 1_000:.0f} ms, {export['megabytes']:.0f} MB of text, memory "
            f"+ {export['growth']:.0f} MB.",
            f"Letters on one core: {letters['a_second']:.0f} a second composed (page and PDF), "
            f"{letters['kilobytes']:.0f} KB each, memory {letters['memory']:.0f} MB "
            f"(+ {letters['growth']:.1f} MB over all).",
            f"Letters on one core: {letters['issued_a_second']:.0f} a second composed and issued; "
            f"issuing (hash, row, history, mail) takes {letters['issuing_ms']:.1f} ms of CPU each, "
            f"{letters['issuing_clock_ms']:.1f} ms by the clock, in one transaction for all.",
            f"Scores of a round of {scoring['cases']:,}, worked out anew: "
            f"{scoring['seconds']:.2f} s, {scoring['queries']} queries.",
            *(panel_line(label, found) for label, found in run["panels"].items()),
            *payment_lines(run["payments"]),
            *rush_lines(run["rush"]),
            f"The larger web worker: {run['memory_at_start']:.0f} MB at the start, "
            f"{run['memory']:.0f} MB after every page, {run['memory_after_export']:.0f} MB after "
            "the export.",
            f"Database filled in {run['seeded']:.0f} s.",
        )
    )


def panel_line(label, found):
    return (
        f"{label}, a round of 300 inside one process: {found['queries']} queries, "
        f"{found['cpu']:.0f} ms of CPU, median {found['median']:.0f} ms, p95 {found['p95']:.0f} ms."
    )


def rush_lines(rush):
    became = ", ".join(f"{number} {outcome}" for outcome, number in rush["outcomes"].items())
    yield (
        f"500 people for 20 places and 30 on the list, in 10 s: {became}; median "
        f"{rush['median']:.0f} ms, p95 {rush['p95']:.0f} ms."
    )
    for what, held in rush["lock"].items():
        yield (
            f"The session’s lock, {what}: median {held['median']:.1f} ms, "
            f"p95 {held['p95']:.1f} ms, of which we count for {held['cpu']:.1f} ms; "
            f"{held['queries']} queries."
        )


def payment_lines(payments):
    for label, found in payments["pages"].items():
        yield (
            f"{label}, 10,000 instalments inside one process: {found['queries']} queries, "
            f"{found['cpu']:.0f} ms of CPU, median {found['median']:.0f} ms."
        )
    for name, found in payments["files"].items():
        yield (
            f"A run of 10,000 payments as {name}: {found['seconds']:.1f} s, {found['cpu']:.1f} s "
            f"of CPU, {found['megabytes']:.1f} MB."
        )


def drafting_line(run):
    found = run.get("drafting")
    if found:
        yield (
            f"{found['drafters']} drafters, whose pages save every 5 s: {found['saves']:,} saves, "
            f"{found['errors']} refused, median {found['median']:.1f} ms, "
            f"p95 {found['p95']:.1f} ms."
        )


def other_pages(runs):
    heads = ["Page: queries, CPU ms", *map(title_of, runs)]
    labels = runs[0]["visited"]
    cells = [
        [f"{run['visited'][label]['queries']}, {run['visited'][label]['cpu']:.1f}" for run in runs]
        for label in labels
    ]
    return table(heads, [[label, *row] for label, row in zip(labels, cells, strict=True)])


# What was to be reached


def verdicts(runs):
    rows = [line for page in MEASURED for line in page_verdicts(page, runs)]
    rows += tail_verdict(runs), *other_verdicts(runs)
    heads = ["What", "To reach", "Worst found", "Where", "Reached"]
    return "## Against the targets\n\n" + table(heads, rows)


def page_verdicts(page, runs):
    found = [(run["pages"][page.label], run) for run in runs]
    yield at_most(f"{page.label}: queries", page.queries, [(f["queries"], r) for f, r in found])
    yield at_least(f"{page.label}: against R", page.ratio, [(f["ratio"], r) for f, r in found])
    if page.growth:
        yield from growth_verdicts(page, runs)


def growth_verdicts(page, runs):
    """Time at 100,000 against time at 1,000, each counted in R of its own run."""
    by_place = {(run["database"], run["size"]): run for run in runs}
    for database, most in zip(("postgresql", "sqlite"), page.growth, strict=True):
        small, large = (by_place.get((database, size)) for size in (1_000, 100_000))
        if small and large:
            grown = small["pages"][page.label]["ratio"] / large["pages"][page.label]["ratio"]
            yield at_most(f"{page.label}: 100,000 against 1,000", most, [(grown, large)])


def rush_verdicts(runs):
    """Only PostgreSQL is promised to bear it; SQLite’s figures stand with its run."""
    found = [run for run in runs if run["database"] == "postgresql"]
    if not found:
        return
    wrong = [(500 - sum(sorted(r["rush"]["outcomes"].values())[-3:]), r) for r in found]
    yield at_most("A rush for a workshop: answers that were none", 0, wrong)
    yield at_most("The same: booked", 20, [(r["rush"]["booked"], r) for r in found])
    yield at_most("The same: on the list", 30, [(r["rush"]["waiting"], r) for r in found])
    yield at_most("The same: p95, ms", RUSH_P95, [(r["rush"]["p95"], r) for r in found])
    longest = [(max(held["median"] for held in r["rush"]["lock"].values()), r) for r in found]
    yield at_most("A session’s lock: ms", LOCK, longest)


def tail_verdict(runs):
    found = [(page["p95"] / page["median"], run) for run in runs for page in run["pages"].values()]
    return at_most("Every page: p95 against median", TAIL, found)


def other_verdicts(runs):
    largest = max(run["size"] for run in runs)
    large = [run for run in runs if run["size"] == largest]
    rows = f"{largest:,} rows"
    return [
        at_most(
            "Saving a section: queries", SAVE_QUERIES, [(r["save"]["queries"], r) for r in runs]
        ),
        at_most(
            "Sending an application: queries",
            SEND_QUERIES,
            [(r["send"]["queries"], r) for r in runs],
        ),
        *drafting_verdicts(runs),
        *panel_verdicts(runs),
        *payment_verdicts(runs),
        *rush_verdicts(runs),
        at_least(
            f"Export of {rows}: rows a second",
            EXPORT_ROWS_A_SECOND,
            [(r["export"]["rows_a_second"], r) for r in large],
        ),
        at_most(
            f"Export of {rows}: first byte, s",
            EXPORT_FIRST_BYTE,
            [(r["export"]["first_byte"], r) for r in large],
        ),
        at_most(
            f"Export of {rows}: more memory, MB",
            EXPORT_GROWTH,
            [(r["export"]["growth"], r) for r in large],
        ),
        at_least(
            "Letters composed a second on one core",
            LETTERS_A_SECOND,
            [(r["letters"]["a_second"], r) for r in runs],
        ),
        at_most(
            "1,000 letters: more memory, MB",
            LETTERS_GROWTH,
            [(r["letters"]["growth"], r) for r in runs],
        ),
        at_most(
            "Scores of a round of 1,000: s",
            SCORING_SECONDS,
            [(r["scoring"]["seconds"], r) for r in runs],
        ),
        at_most(
            "Scores of a round of 1,000: queries",
            SCORING_QUERIES,
            [(r["scoring"]["queries"], r) for r in runs],
        ),
        at_most("Web worker after every page, MB", WORKER, [(r["memory"], r) for r in runs]),
        at_most(
            "Web worker after the export, MB",
            WORKER_AFTER_EXPORT,
            [(r["memory_after_export"], r) for r in runs],
        ),
    ]


def panel_verdicts(runs):
    """The pages that are open while the panel talks; a pack is made before that."""
    for label in PANEL_PAGES:
        found = [(run["panels"][label], run) for run in runs]
        what = f"{label}, 300 cases"
        yield at_most(f"{what}: queries", PANEL_QUERIES, [(f["queries"], r) for f, r in found])
        yield at_most(f"{what}: p95, ms", PANEL_P95, [(f["p95"], r) for f, r in found])


def payment_verdicts(runs):
    for label in runs[0]["payments"]["pages"]:
        found = [(run["payments"]["pages"][label]["queries"], run) for run in runs]
        yield at_most(f"{label}, 10,000 instalments: queries", MONTH_END_QUERIES, found)
    for name in runs[0]["payments"]["files"]:
        found = [(run["payments"]["files"][name]["seconds"], run) for run in runs]
        yield at_most(f"10,000 payments as {name}, s", BANK_FILE_SECONDS, found)


def drafting_verdicts(runs):
    found = [(run["drafting"], run) for run in runs if "drafting" in run]
    if found:
        yield at_most(
            "200 drafters: p95 of a save, ms", DRAFTING_P95, [(f["p95"], r) for f, r in found]
        )
        yield at_most("200 drafters: refused", 0, [(f["errors"], r) for f, r in found])


def at_most(what, limit, found):
    worst, run = max(found, key=lambda pair: pair[0])
    return verdict(what, f"≤ {limit:,}", worst, run, worst <= limit)


def at_least(what, limit, found):
    worst, run = min(found, key=lambda pair: pair[0])
    return verdict(what, f"≥ {limit:,}", worst, run, worst >= limit)


def verdict(what, limit, worst, run, is_reached):
    number = (
        f"{worst:,}"
        if isinstance(worst, int)
        else f"{worst:,.2f}"
        if worst < 20
        else f"{worst:,.0f}"
    )
    return [what, limit, number, title_of(run), "yes" if is_reached else "**no**"]
