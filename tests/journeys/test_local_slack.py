"""Once over Socket Mode, against the local Slack of the demo."""

import time

from tests.support.demo import PERSON, demo_in


def test_a_whole_assessment_over_socket_mode_and_again_after_a_restart(tmp_path):
    with demo_in(tmp_path) as demo:
        demo.command("assess quick")
        demo.sees("0 answered")
        demo.click("Yes")
        demo.sees("1 answered")
    with demo_in(tmp_path) as demo:  # the local Slack has forgotten all messages; Rung has the answers
        demo.command("assess")
        demo.sees("1 answered")
        time.sleep(1)  # Slack shows the card before it has told Rung where; nobody answers that fast
        demo.ask("message", {"channel": demo.dm, "user": PERSON, "text": "yes"})
        demo.sees("2 answered")
        demo.click("No")
        demo.sees("Level 1 of 2 on Google Cloud's scale: ML pipeline automation.")
        demo.click("Compare the scales")
        demo.sees("The same answers on every scale.")
