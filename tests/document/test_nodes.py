from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError

import pytest

from codepub.origin import Origin, RecordId
from tests.writers.documents import leaves_of_every_kind, paragraph


def test_a_document_travels_to_another_process_and_is_the_same_there() -> None:
    whole = leaves_of_every_kind()

    assert pickle.loads(pickle.dumps(whole)) == whole


def test_nothing_in_a_document_can_be_changed() -> None:
    leaf = paragraph("as it is", Origin(RecordId("cpt", "32120")))

    with pytest.raises(FrozenInstanceError):
        leaf.content = ()  # type: ignore[misc]
