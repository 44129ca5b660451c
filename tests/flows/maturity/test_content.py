"""The content itself: complete, in the order and with the links that advice relies on, in words people know."""

import re

import pytest

from flows.maturity.loading import load_maturity
from flows.maturity.scale import Scale
from tests.support.words import NEVER_SHOWN

MATURITY = load_maturity()
CATALOGUE = MATURITY.catalogue


def texts_people_read() -> list[tuple[str, str]]:
    found = []
    for capability in CATALOGUE.capabilities:
        shown = ("name", "short", "gloss", "question", "yes_means", "partial_means", "why", "do", "begin")
        found += [(f"{capability.id}.{key}", getattr(capability, key)) for key in shown]
    for scale in MATURITY.scales:
        found += [(scale.scale, text) for text in (scale.title, scale.label, scale.short, scale.note or "")]
        for level in scale.levels:
            told = ("name", "means", "automation", "outcome", "advice")
            found += [(f"{scale.scale} {level.level}.{key}", getattr(level, key)) for key in told]
    for jump in MATURITY.jumps.jumps:
        found += [(jump.id, jump.fails), *((jump.id, each) for each in jump.first)]
    return found + [(f"word {word}", meaning) for word, meaning in CATALOGUE.words.items()]


@pytest.mark.parametrize(("where", "text"), texts_people_read())
def test_no_internal_words_and_no_shouting(where, text):
    assert not NEVER_SHOWN.search(text), where
    assert "!" not in text, where
    assert "  " not in text, where


def test_whole_sentences_end_as_sentences_do():
    for capability in CATALOGUE.capabilities:
        assert capability.question.endswith(("?", "counts as yes.")), capability.id
        for text in (capability.yes_means, capability.partial_means, capability.why, capability.do, capability.begin):
            assert re.fullmatch(r"[A-Z].*\.", text), text
        assert capability.begin.startswith("Begin "), capability.id
        assert not capability.gloss.endswith("."), capability.id
    for scale in MATURITY.scales:
        for level in scale.levels:
            assert re.fullmatch(r"[A-Z].*\.", level.means), level.means
            assert re.fullmatch(r"[A-Z].*\.", level.advice), level.advice


def test_every_explained_word_is_in_the_texts_it_explains():
    for capability in CATALOGUE.capabilities:
        shown = ("name", "question", "yes_means", "partial_means", "why")
        texts = " ".join(getattr(capability, key) for key in shown).lower()
        for word in capability.words:
            assert word.lower() in texts, f"{capability.id}: {word}"
    used = {word for capability in CATALOGUE.capabilities for word in capability.words}
    assert used == set(CATALOGUE.words)


def test_explanations_are_about_ten_words():
    for word, meaning in CATALOGUE.words.items():
        assert 4 <= len(meaning.split()) <= 15, word


def test_the_graph_has_the_size_the_rules_state():
    depth: dict[str, int] = {}

    def deep(capability: str) -> int:
        if capability not in depth:
            needs = CATALOGUE.by_id[capability].needs
            depth[capability] = 1 + max((deep(need.capability) for need in needs), default=0)
        return depth[capability]

    assert len(CATALOGUE.capabilities) == 32
    assert max(deep(capability) for capability in CATALOGUE.by_id) <= 5
    assert [len(scale.levels) for scale in MATURITY.scales] == [3, 4, 6, 5, 5, 4]


def test_no_gate_rests_on_something_the_same_scale_asks_only_later():
    for scale in MATURITY.scales:
        first_asked = {
            each.capability: level.level
            for level in reversed(scale.levels)
            for gate in level.gates
            for each in gate.alternatives
        }
        for level in scale.levels:
            for gate in level.gates:
                if not gate.is_choice:
                    needed = CATALOGUE.needed_for(gate.alternatives)
                    assert all(first_asked.get(each, 0) <= level.level for each in needed), (scale.scale, level.level)


def test_the_same_content_has_the_same_hash_and_other_content_another():
    again = load_maturity()
    assert [each.content_hash for each in again.scales] == [each.content_hash for each in MATURITY.scales]
    assert len({each.content_hash for each in MATURITY.scales}) == len(MATURITY.scales)
    google = MATURITY.scale("google")
    other = Scale.model_validate({**google.model_dump(mode="json"), "title": "Another title"})
    assert other.content_hash != google.content_hash


def test_stored_content_can_be_read_back():
    """History needs it: what a placement refers to by hash is kept as this JSON."""
    for content in (CATALOGUE, MATURITY.jumps, *MATURITY.scales):
        assert type(content).model_validate_json(content.canonical_json()) == content
