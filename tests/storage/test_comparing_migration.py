"""Results that were published before there were leaderboards have their rows there."""

from datetime import timedelta

from flows.maturity.answer import Answer
from storage.migrating import HEAD, run
from tests.support.acts import Acts

QUARTER = timedelta(days=91)
NOTHING = dict.fromkeys(("auto_train", "auto_pipeline", "data_version"), Answer.NO)


def test_the_rows_of_earlier_results_are_worked_out(database, maturity):
    acts = Acts(database, maturity)
    team = acts.found("Fraud", ["U1", "U2", "U3"])
    for said in ({"cicd": Answer.NO}, NOTHING, {"cicd": Answer.NO}):
        check_in = acts.begin(team)
        for who in ("U1", "U2", "U3"):
            acts.says(who, check_in, said)
        acts.publish("U1", check_in)
        acts.later(QUARTER)
    written = acts.reading(lambda repositories: repositories.standings.list_of(team.id))
    assert written["google"].highest_before is not None
    with database.backend.migrating() as connection:
        run(connection, "downgrade", "0008")
        run(connection, "upgrade", HEAD)
    worked_out = acts.reading(lambda repositories: repositories.standings.list_of(team.id))
    assert worked_out == {name: each._replace(newly=0) for name, each in written.items()}
