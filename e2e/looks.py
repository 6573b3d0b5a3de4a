"""In which language, on which screen and on which database a journey is made: decision 11."""

import os

ON_POSTGRES = os.environ.get("DATABASE_URL", "").startswith("postgres")
WIDE, NARROW = ("zh", "desktop"), ("en", "phone")

# What the server does is asked by the Python suite on either database. On both run the journeys that a database could
# break: many people at once, processes that are killed, and the long ways through several rooms.
SQLITE_ALONE = (
    "test_keyboard.py", "test_monitoring.py", "test_passkey.py", "test_plan_files.py", "test_portal.py",
    "test_reports.py", "test_time_machine.py",
)  # fmt: skip
POSTGRES_ALONE = (
    "test_board.py", "test_gantt.py", "test_report_journey.py", "test_report_portal.py", "test_sign_in_page.py",
)  # fmt: skip


def looks_of(file: str) -> list[tuple[str, str]]:
    """Language and screen: either look, one on each database, or both where the file runs on one database alone."""
    if file in (*SQLITE_ALONE, *POSTGRES_ALONE):
        return [WIDE, NARROW]
    return [NARROW if ON_POSTGRES else WIDE]
