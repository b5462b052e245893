"""Memory that was needed for a moment goes back, and a service is made of no more than it needs."""

import subprocess
import sys
from pathlib import Path

RSS = "int(open('/proc/self/statm').read().split()[1]) * 4096 // 1_000_000"


def _said(program: str) -> str:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.strip()


def test_what_large_files_took_is_given_back() -> None:
    # Kept by somebody's few words behind each of them, as they are in a service.
    program = f"""
from run import memory
memory.lent()
before, words = {RSS}, []
for _ in range(2):
    films = []
    for size in range(10):
        films.append(bytearray(20_000_000 + size))
        words.append(bytearray(2_000))
    del films
print({RSS} - before)
"""
    assert int(_said(program)) < 20


def test_a_service_with_a_bot_loads_nothing_that_only_reports_new_tables_or_another_sign_in_need() -> None:
    program = """
import sys
from outbox import sparing
sparing.imported()
import run.service, run.telegram, run.web
print(sorted({"numpy", "openpyxl", "docx", "authlib", "joserfc", "alembic", "psycopg", "spacy"} & sys.modules.keys()))
"""
    assert _said(program) == "[]"


def test_what_makes_a_new_stores_tables_does_not_stay_with_the_service(tmp_path: Path) -> None:
    program = f"""
import sys
from run import start
from store import migrations
url = "sqlite:///{tmp_path}/new.db"
start.tables_made(url)
print(migrations.at_version(url).value, "alembic" in sys.modules)
"""
    assert _said(program) == "current False"
