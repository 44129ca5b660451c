from dataclasses import replace

import pytest

from flows.teams.person import Person, Profile

KNOWN = Person("p1", "T1", "U1", dm_channel_id="D1", time_zone="Europe/Berlin", works_from=8, works_until=16)
SEEN = Profile("U1", "Asia/Tokyo", is_guest=True, is_gone=True)


@pytest.mark.parametrize(("zone_is_own", "expected"), [(False, "Asia/Tokyo"), (True, "Europe/Berlin")])
def test_a_time_zone_of_ones_own_stays_and_the_rest_is_as_slack_says(zone_is_own, expected):
    person = replace(KNOWN, zone_is_own=zone_is_own)
    assert person.seen(SEEN) == replace(person, time_zone=expected, is_guest=True, is_gone=True)
