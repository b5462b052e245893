"""Two workers on one PostgreSQL share out the mail: none is handed out twice, none is lost."""

import psycopg
import pytest

from tests.run.asking import heard
from tests.wire.postgres import Postgres


@pytest.mark.slow
@pytest.mark.requires("postgres")
def test_two_workers_share_out_the_mail_and_nothing_is_handed_out_twice_or_lost_or_left_behind() -> None:
    with Postgres() as cluster:
        answered = heard("bench", "intake", "--count", 40, environment={"HEARD_STORE__URL": cluster.url()})
        assert answered.code == 0, answered
        (found,) = answered.objects
        with psycopg.connect(cluster.url()) as db:
            (databases,) = db.execute("select count(*) from pg_database where not datistemplate").fetchone() or (0,)
    for workers in ("1 worker", "2 workers"):
        assert (found[f"{workers}: handed out twice"], found[f"{workers}: lost"]) == (0, 0)
        assert found[f"{workers}: mails a second, bytes to receipt in the outbox"] > 0
    assert databases == 1
