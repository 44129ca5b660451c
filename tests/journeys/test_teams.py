"""A channel becomes a team, and its owners change it, by button, by form and by typing."""

import re

import pytest

from flows.teams.person import Actor
from tests.support.talk import Talk, elements_of, label_of


def send(talk: Talk, **values) -> bytes:
    return talk.send_fields(values)[1]


def name(talk: Talk, *people: str) -> str:
    return " ".join(f"<@{each}|somebody>" for each in people)


def team_of(talk: Talk, channel: str | None = None):
    with talk.server.database.reading() as repositories:
        return repositories.teams.find_in_channel(talk.slack.workspace_id, channel or talk.channel)


def asked(talk: Talk, channel: str | None = None) -> list[str]:
    with talk.server.database.reading() as repositories:
        found = repositories.teams.find_in_channel(talk.slack.workspace_id, channel or talk.channel)
        return [each.slack_id for each in repositories.people.list_by_id(found.roster)]


@pytest.fixture
def colleagues(talk) -> list[str]:
    """Two more people in the channel, beside a guest, a bot and somebody who has left."""
    people = [talk.slack.add_person(each) for each in ("data_scientist", "team_lead")]
    others = [talk.slack.add_person("auditor", guest=True), talk.slack.add_person("leaver", deactivated=True)]
    talk.slack.channels[talk.channel].members |= {*people, *others}
    return people


def test_a_channel_is_offered_and_becomes_a_team(talk, colleagues):
    talk.command("/rung team")
    offer = talk.whispered()
    assert f"Make <#{talk.channel}> a team with the 3 people in it, every quarter, private answers?" in offer.text
    talk.press_whispered("Create and start")
    card = talk.whispered()
    assert card.ts == offer.ts
    assert card.text.startswith("ml-fraud is a team now.")
    assert "3 people are asked" in card.text
    assert f"Owner: <@{talk.person}>." in card.text
    assert "invite" not in card.text
    assert "Its check-in is open until " in card.text
    assert talk.last.startswith("ml-fraud's MLOps check-in is open until ")
    assert sorted(asked(talk)) == sorted([talk.person, *colleagues])
    assert team_of(talk).time_zone == "Europe/Berlin"
    talk.command("/rung team")
    assert talk.whispered().text.startswith(f"ml-fraud, in <#{talk.channel}>: 3 people are asked")


def test_not_now(talk):
    talk.command("/rung team")
    talk.press_whispered("Not now")
    assert talk.whispered().text == "Fine, nothing was made. /rung team asks again."
    assert team_of(talk) is None


def test_in_a_large_channel_nobody_is_chosen_unasked(talk):
    crowd = [talk.slack.add_person(f"engineer_{number}") for number in range(12)]
    talk.slack.channels[talk.channel].members |= set(crowd)
    talk.command("/rung team")
    assert "with you as the first person to ask" in talk.whispered().text
    assert "has 14 members, so I have chosen nobody but you" in talk.whispered().text
    talk.press_whispered("Create and start")
    assert asked(talk) == [talk.person]


@pytest.mark.parametrize("private", [True, False])
def test_a_channel_that_rung_is_not_in(talk, private):
    channel = talk.slack.add_channel("ml-search", private=private, members=[talk.person], with_bot=False)
    talk.command("/rung team", channel)
    if private:
        assert "I cannot see this channel, so please name the team yourself" in talk.whispered(channel).text
        talk.command(f"/rung team new Search {name(talk, talk.person)}", channel)
    else:
        talk.press_whispered("Create and start", channel=channel)
    assert "One thing left: type /invite @Rung here, so the summary can be posted." in talk.whispered(channel).text
    assert team_of(talk, channel).channel_id == channel


def test_by_typing_alone(talk, colleagues):
    guest = talk.slack.add_person("contractor", guest=True)
    talk.command(f"/rung team new Fraud {name(talk, *colleagues, guest, talk.slack.bot_user_id)}")
    assert f"Left out: <@{talk.slack.bot_user_id}>." in talk.whispered().text
    assert asked(talk) == [talk.person, *colleagues, guest]
    talk.command(f"/rung team remove {name(talk, colleagues[0])}")
    assert asked(talk) == [talk.person, colleagues[1], guest]
    talk.command(f"/rung team add {name(talk, colleagues[0], colleagues[0])}")
    assert asked(talk) == [talk.person, colleagues[1], guest, colleagues[0]]
    for words in (
        "rename Fraud  and  Abuse",
        "scale cmmi google azure",
        "leaderboard on",
        "answers open",
        "zone tokyo",
    ):
        talk.command(f"/rung team {words}")
        assert talk.whispered().text.startswith("Changed. This is how it stands."), words
    team = team_of(talk)
    assert (team.name, team.headline_scale, team.scales) == ("Fraud and Abuse", "cmmi", ("google", "cmmi", "azure"))
    assert (team.on_leaderboard, team.has_open_answers, team.time_zone) == (True, True, "Asia/Tokyo")
    assert re.search(r"Time zone: Asia/Tokyo. It is 1[89]:\d\d there now.", talk.whispered().text)
    talk.command("/rung team scale google")
    assert team_of(talk).scales == ()
    assert "Fraud and Abuse, in" in talk.whispered().text


def test_guests_are_asked_and_decide_nothing(talk, colleagues):
    guest = Talk(talk.server, talk.slack.add_person("contractor", guest=True), talk.channel)
    talk.slack.channels[talk.channel].members.add(guest.person)
    talk.command(f"/rung team new Fraud {name(talk, guest.person)}")
    talk.command(f"/rung team owner add {name(talk, guest.person, colleagues[0])}")
    assert f"Left out: <@{guest.person}>." in talk.whispered().text
    assert f"Owners: <@{talk.person}> and <@{colleagues[0]}>." in talk.whispered().text
    guest.command("/rung team rename Mine")
    assert guest.whispers[-1] == "Guests answer for themselves; this is for people of the workspace."
    guest.command("/rung team leave")
    assert guest.whispers[-1] == "You are no longer asked for Fraud. Nobody is told."
    assert asked(talk) == [talk.person]
    other = talk.slack.add_channel("ml-ranking", members=[guest.person])
    guest.command(f"/rung team new Ranking {name(talk, guest.person)}", other)
    assert "this is for people of the workspace" in guest.slack.ephemerals(other, guest.person)[-1].text
    assert team_of(talk, other) is None


def test_only_owners_and_admins_change_a_team(talk, colleagues):
    talk.command(f"/rung team new Fraud {name(talk, colleagues[0])}")
    other = Talk(talk.server, colleagues[0], talk.channel)
    for words in (
        f"add {name(talk, colleagues[1])}",
        f"remove {name(talk, talk.person)}",
        f"owner add {name(talk, colleagues[0])}",
        "rename Mine",
        "move Fraud",
        "scale cmmi",
        "leaderboard on",
        "answers open",
        "zone UTC",
        "end Fraud",
    ):
        before = team_of(talk)
        other.command(f"/rung team {words}")
        assert other.whispers[-1] == "Fraud's owners decide that; /rung team says who they are. Nothing was changed."
        assert team_of(talk) == before
    other.command("/rung team")
    assert "Settings" not in [label_of(each) for each in elements_of(other.whispered().blocks)]
    with talk.server.database.transaction() as repositories:
        person = repositories.people.find(Actor(talk.slack.workspace_id, other.person))
        repositories.people.make_admin(person.id)
    other.command("/rung team rename Mine")
    assert team_of(talk).name == "Mine"


def test_the_last_owner_names_another_one_first(talk, colleagues):
    talk.command(f"/rung team new Fraud {name(talk, colleagues[0])}")
    talk.command(f"/rung team owner remove {name(talk, talk.person)}")
    assert talk.whispers[-1] == ("Fraud needs an owner. Name another one first: /rung team owner add and their @name.")
    talk.command(f"/rung team owner add {name(talk, colleagues[0])}")
    talk.command(f"/rung team owner remove {name(talk, talk.person)}")
    assert f"Owner: <@{colleagues[0]}>." in talk.whispered().text


def test_names_and_channels_are_one_teams(talk, colleagues):
    talk.command(f"/rung team new Fraud {name(talk, colleagues[0])}")
    talk.command(f"/rung team new Other {name(talk, colleagues[0])}")
    assert "This channel already has a team, Fraud, and one is the most." in talk.whispers[-1]
    talk.command("/rung team new Other")
    assert "This channel already has a team, Fraud. /rung team rename changes its name." in talk.whispers[-1]
    second = talk.slack.add_channel("ml-ranking", members=[talk.person])
    talk.command(f"/rung team new FRA\uff35D {name(talk, colleagues[0])}", second)
    assert 'There is already a team called "Fraud". Please choose another name.' in talk.whispered(second).text
    talk.command(f"/rung team new 検索 {name(talk, colleagues[0])}", second)
    assert team_of(talk, second).name == "検索"
    talk.command("/rung team move fraud", second)
    assert "This channel already has a team, 検索" in talk.whispered(second).text
    third = talk.slack.add_channel("ml-abuse", members=[talk.person])
    talk.command("/rung team move fraud", third)
    assert team_of(talk, third).name == "Fraud"
    assert team_of(talk) is None
    talk.command("/rung team end", third)
    assert talk.whispered(third).text.endswith("To do it, type /rung team end Fraud.")
    talk.command("/rung team end fraud", third)
    assert talk.whispered(third).text.startswith("Fraud has ended as a team.")
    talk.command(f"/rung team new Fraud {name(talk, talk.person)}")
    assert team_of(talk).name == "Fraud"


UNREADABLE = [
    ("nwe Fraud", 'I do not know "/rung team nwe"; did you mean /rung team new? Nothing was changed.'),
    ("xyzzy", 'I do not know "/rung team xyzzy". /rung help lists what there is. Nothing was changed.'),
    ("add", "Please name people as @name, for example /rung team add @name. Nothing was changed."),
    (
        "add @somebody",
        'I do not know "@somebody" here. Please name people as @name, for example /rung team add @name. Nothing was changed.',
    ),
    (
        "add <!subteam^S1|@ml> please",
        'I do not know "please" here. Please name people as @name, for example /rung team add @name. Nothing was changed.',
    ),
    ("owner", "Please name people as @name, for example /rung team owner add @name. Nothing was changed."),
    ("owner <@U1>", "Please name people as @name, for example /rung team owner add @name. Nothing was changed."),
    ("owner drop <@U1>", "Please type /rung team owner add @name, or /rung team owner remove @name."),
    ("rename", "A team needs a name with at least one letter or digit: /rung team new Fraud."),
    (f"rename {'x' * 81}", "That name has 81 characters; 80 fit. Please shorten it."),
    ("rename a\u0378b", "That name holds a character that cannot be shown. Please type it anew."),
    ("move", "Type /rung team move and the team's name, in the channel that it moves to."),
    ("move Nobody", 'There is no team called "Nobody" here. /rung team in our messages lists yours.'),
    ("scale", "Please type /rung team scale and its name, such as google. Further names are shown beside."),
    ("scale gogle", '"gogle" is not a scale I know; did you mean "google"?'),
    ("scale xyzzy", '"xyzzy" is not a scale I know; there are google, four_level, six_step, cmmi, azure, aws.'),
    (
        "leaderboard maybe",
        'I do not know "maybe" here. Please type /rung team leaderboard on, off, or always for the lowest level too. Nothing was changed.',
    ),
    ("answers", "Please type /rung team answers open, or /rung team answers private. Nothing was changed."),
    ("zone Berln", '"Berln" is not a time zone I know; did you mean "Europe/Berlin"? Nothing was changed.'),
    (
        "zone IST",
        '"IST" can mean India, Israel or Ireland: please choose Asia/Kolkata, Asia/Jerusalem or Europe/Dublin. Nothing was changed.',
    ),
    ("zone XYZ", '"XYZ" is not a time zone I know; use one like "Europe/Berlin". Nothing was changed.'),
]


def test_what_cannot_be_understood_is_said_and_changes_nothing(talk):
    talk.command(f"/rung team new Fraud {name(talk, talk.person)}")
    before = team_of(talk)
    for words, sentence in UNREADABLE:
        talk.command(f"/rung team {words}")
        assert talk.whispers[-1] == sentence
        assert team_of(talk) == before


def test_hostile_names_are_shown_as_they_were_written(talk):
    talk.command(f"/rung team new &lt;!channel&gt; *bold* &amp; Co {name(talk, talk.person)}")
    assert "&lt;!channel&gt; *bold* &amp; Co is a team now." in talk.whispered().text
    assert team_of(talk).name == "<!channel> *bold* & Co"


def test_in_the_direct_messages(talk, colleagues):
    talk.command("/rung team", talk.dm)
    assert "You are in no team yet." in talk.whispered(talk.dm).text
    talk.press_whispered("Choose a channel", talk.channel, talk.dm)
    talk.press_whispered("Create and start", channel=talk.dm)
    assert len(asked(talk)) == 3
    talk.command("/rung team", talk.dm)
    assert talk.whispered(talk.dm).text.startswith(f"ml-fraud, in <#{talk.channel}>: you are asked, and you own it.")
    talk.command("/rung team leaderboard on", talk.dm)
    assert team_of(talk).on_leaderboard
    second = talk.slack.add_channel("ml-ranking", members=[talk.person])
    talk.command(f"/rung team new Ranking {name(talk, talk.person)}", second)
    talk.command("/rung team leaderboard off", talk.dm)
    assert talk.whispers[-1].startswith("I cannot tell which team you mean.")


def test_the_form_of_a_new_team(talk, colleagues):
    talk.command("/rung team")
    talk.press_whispered("Choose settings")
    assert talk.slack.open_view(talk.person)["title"]["text"] == "A new team"
    answer = send(
        talk,
        name=" Fraud ",
        roster=[talk.person, colleagues[0]],
        owners=[talk.person, colleagues[1]],
        headline="azure",
        scales=["google", "azure"],
        leaderboard="yes",
        answers="no",
        zone="europe/paris",
    )
    assert answer == b""
    team = team_of(talk)
    assert (team.name, team.headline_scale, team.scales) == ("Fraud", "azure", ("google", "azure"))
    assert (team.on_leaderboard, team.has_open_answers, team.time_zone) == (True, False, "Europe/Paris")
    assert re.search(r"Time zone: Europe/Paris. It is 1[01]:\d\d there now.", talk.whispered().text)
    assert asked(talk) == [talk.person, colleagues[0]]
    assert f"Owners: <@{talk.person}> and <@{colleagues[1]}>." in talk.whispered().text
    assert "2 people are asked" in talk.whispered().text


def test_the_form_of_settings(talk, colleagues):
    talk.command(f"/rung team new Fraud {name(talk, *colleagues)}")
    second = talk.slack.add_channel("ml-ranking", members=[talk.person])
    talk.command(f"/rung team new Ranking {name(talk, talk.person)}", second)
    talk.press_whispered("Settings")
    values = {"name": "Ranking", "roster": [talk.person], "owners": [talk.person], "headline": "google"}
    values |= {"scales": [], "leaderboard": "no", "answers": "yes", "zone": "Nowhere"}
    assert b'"zone": "\\"Nowhere\\" is not a time zone I know' in send(talk, **values)
    assert b'"name": "There is already a team called' in send(talk, **values | {"zone": "UTC"})
    assert team_of(talk).name == "Fraud"
    assert send(talk, **values | {"zone": "UTC", "name": "Abuse"}) == b""
    team = team_of(talk)
    assert (team.name, team.has_open_answers, team.time_zone) == ("Abuse", True, "UTC")
    assert asked(talk) == [talk.person]
    assert talk.whispered().text.startswith("Changed. This is how it stands.")


def test_a_form_of_somebody_who_no_longer_decides(talk, colleagues):
    talk.command(f"/rung team new Fraud {name(talk, *colleagues)}")
    other = Talk(talk.server, colleagues[0], talk.channel)
    talk.press_whispered("Settings")
    talk.command(f"/rung team owner add {name(talk, other.person)}")
    other.command(f"/rung team owner remove {name(talk, talk.person)}")
    values = {"name": "Mine", "roster": [talk.person], "owners": [talk.person], "headline": "google"}
    refused = send(talk, **values, scales=[], leaderboard="no", answers="no", zone="UTC")
    assert b"Fraud's owners decide that" in refused
    assert team_of(talk).name == "Fraud"


def test_a_team_of_another_workspace_is_not_there(talk, colleagues):
    talk.command(f"/rung team new Fraud {name(talk, *colleagues)}")
    talk.press_whispered("Settings")
    with talk.server.database.transaction() as repositories:
        repositories.workspaces.add("T2", now=team_of(talk).created_at)
    view = talk.slack.open_view(talk.person)
    with talk.server.database.backend.writing.begin() as connection:
        connection.exec_driver_sql("UPDATE team SET workspace_id = 'T2'")
    assert view["callback_id"] == "team_form"
    values = {"name": "Mine", "roster": [talk.person], "owners": [talk.person], "headline": "google"}
    refused = send(talk, **values, scales=[], leaderboard="no", answers="no", zone="UTC")
    assert b"I cannot tell which team you mean" in refused


def test_a_second_click_makes_no_second_team(talk, colleagues):
    talk.command("/rung team")
    seen = talk.whispered()
    element = next(each for each in elements_of(seen.blocks) if label_of(each) == "Create and start")
    talk.press(seen, element, channel=talk.channel)
    talk.press(seen, element, channel=talk.channel)
    talk.server.wait()
    assert len(asked(talk)) == 3
    assert "This channel already has a team, ml-fraud" in talk.whispers[-1]
