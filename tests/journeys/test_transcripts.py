"""Three journeys word by word: everything that anybody sees of them, in order, as it was read and agreed.

Other tests look for a sentence, and find it among any others. Here a sentence too many is seen too.
"""

from datetime import UTC, datetime

from tests.support.teamwork import Teamwork
from tests.support.transcript import Actor, Transcript

OPENS = datetime(2027, 1, 12, 9, tzinfo=UTC)  # a Tuesday, ten o'clock in Berlin
CLOSES = datetime(2027, 1, 19, 16, tzinfo=UTC)


def team(transcript: Transcript, size: int) -> list[Actor]:
    """Fraud, made by its first person."""
    channel = transcript.server.slack.add_channel("ml-fraud")
    people = [transcript.person(f"ml_engineer_{number}", channel) for number in range(size)]
    others = " ".join(f"<@{each.talk.person}>" for each in people)
    people[0].types(f"/rung team new Fraud {others}")
    return people


def in_one_go(person: Actor, fraud: Teamwork, answers: dict[str, str]) -> None:
    """Answer all that is asked in one step; only the end is seen."""
    said = ", ".join(f"{practice} {label.lower()}" for practice, label in answers.items())
    with person.transcript.step(
        f"{person.name} answers all there is: {said or 'yes'}{', yes to the rest' * bool(said)}"
    ):
        fraud.goes_on(person.talk, answers)


def test_one_person_alone(server, golden):
    transcript = Transcript(server)
    person = transcript.person("ml_engineer", server.slack.add_channel("ml-fraud"))
    person.types("/rung")
    person.types("/rung assess")
    person.presses("Why this question")
    person.presses("No")
    person.presses("Add a note or link")
    person.sends(written="Only the scoring model, see https://ci.example.org/7")
    person.presses("Yes")
    person.presses("Back")
    person.presses("Partly")
    person.says("yes, but only the scoring model")
    person.says("partly")
    person.says("planned")
    person.says("no")
    person.presses("More")
    person.presses("Pause")
    person.types("/rung")
    person.says("continue")
    person.goes_on({"exp_tracking": "Not sure"})
    person.presses("What holds each level")
    person.presses("Back to the result")
    person.presses("Change an answer")
    person.presses("Choose a question", "Automated training")
    person.goes_on()
    person.presses("Share")
    person.presses("Share")
    person.says("yes")
    golden("transcripts/one_person_alone.txt", transcript.text)


def test_a_team_of_five(server, golden):
    transcript = Transcript(server)
    first, second, third, fourth, fifth = people = team(transcript, 5)
    fraud = Teamwork(server, first.talk.channel, [each.talk for each in people])
    first.types("/rung schedule quarterly second tuesday at 10:00 for 5 days nudges normal reminder on year january")
    transcript.wait_until(OPENS)
    first.presses("Start")
    first.goes_on({"auto_pipeline": "No"})
    fourth.presses("Not this time")
    second.presses("Start")
    in_one_go(second, fraud, {"cicd": "No"})
    fifth.presses("Start")
    fifth.presses("Yes")
    transcript.wait_until(datetime(2027, 1, 15, 9, tzinfo=UTC))
    third.presses("Start")
    in_one_go(third, fraud, {"auto_pipeline": "Partly"})
    first.types("/rung check-in")
    transcript.wait_until(CLOSES)
    fifth.presses("No")
    fifth.presses("Yes")
    first.presses("Discuss first")
    first.presses("Record what was agreed", "the training pipeline: yes")
    first.presses("Publish now")
    second.types("/rung level")
    golden("transcripts/a_team_of_five.txt", transcript.text)


def test_the_second_quarter(server, golden):
    transcript = Transcript(server)
    first, second, third = people = team(transcript, 3)
    fraud = Teamwork(server, first.talk.channel, [each.talk for each in people])
    transcript.wait_until(OPENS)
    for each in people:
        each.presses("Start")
        in_one_go(each, fraud, {"cicd": "No"})
    first.presses("Publish now")
    first.types("/rung team leaderboard on")
    transcript.wait_until(datetime(2027, 4, 13, 8, tzinfo=UTC))
    first.presses("Start")
    first.presses("Yes")
    first.presses("Something changed", "Automatic tests for ML code")
    first.presses("Partly")
    first.goes_on()
    for each in people[1:]:
        each.presses("Start")
        in_one_go(each, fraud, {})
    first.presses("Publish now")
    second.types("/rung level")
    second.types("/rung history")
    third.types("/rung leaderboard")
    golden("transcripts/the_second_quarter.txt", transcript.text)
