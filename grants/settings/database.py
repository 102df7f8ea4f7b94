"""What is kept, and what is only counted."""

from pathlib import Path

from .environment import DATA_DIR, env

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR}/db.sqlite3")}
_database = DATABASES["default"]
if _database["ENGINE"] == "django.db.backends.sqlite3":
    Path(_database["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    # IMMEDIATE takes the write lock when a transaction begins: whoever comes second waits
    # instead of failing halfway. FULL: what was saved survives a power cut. Recursive triggers:
    # "INSERT OR REPLACE" is a deletion too, and our guards must see it.
    _database["CONN_MAX_AGE"] = 600
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # Each thread of a web worker has a connection, so what one keeps is held four times.
        # Pages of the file are in the memory of the system anyway.
        "cached_statements": 24,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON;"
            "PRAGMA cache_size=-500;"
        ),
    }
else:
    _database["CONN_MAX_AGE"] = 0  # the pool keeps connections; they must be given back
    _database["CONN_HEALTH_CHECKS"] = True
    _database["OPTIONS"] = {"options": "-c lock_timeout=20s", **_database.get("OPTIONS", {})}
    if env.bool("DATABASE_POOL", default=False):
        _database["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 8, "timeout": 10}
# There is no ATOMIC_REQUESTS: on SQLite every page would take the write lock.

# The cache counts sign-in attempts, so all processes must share it.
CACHES = {"default": env.cache_url("CACHE_URL", default="dbcache://cache_table")}
