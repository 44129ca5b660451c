"""Slack's own forms: payloads, ids, blocks, and the words that go into them."""
