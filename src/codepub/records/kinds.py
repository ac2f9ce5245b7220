"""The kinds of files that authors write, in one table: what each is called, what it holds, where its files lie."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import PurePath
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from codepub.origin import CODE_SYSTEMS
from codepub.records.availability import Frozen
from codepub.records.code_summary import CodeSummary
from codepub.records.codes import REVIEW_STEM
from codepub.records.shape import Shape

if TYPE_CHECKING:  # most runs read no review file
    from codepub.records.review_file import ReviewFile

Model = TypeVar("Model", bound=Frozen)
_Held_co = TypeVar("_Held_co", bound=Frozen, covariant=True)
"""What the files of a kind hold; a table of kinds is one of kinds of any model."""


@dataclass(frozen=True, slots=True)
class Kind(Generic[_Held_co]):
    """One kind of file: its name, and what finds the model of what it holds, which is imported only where it is needed.

    Its files lie in ``folders`` of the content folder; ``stems`` is a glob of their names without the suffix.
    """

    name: str
    find_model: Callable[[], type[_Held_co]]
    folders: tuple[str, ...]
    stems: str = "*"

    @property
    def model(self) -> type[_Held_co]:
        """The model of what its files hold."""
        return self.find_model()

    @property
    def shape(self) -> Shape:
        """The fields that may stand in its files, for the reading of their YAML."""
        return Shape(self.model)

    @property
    def schema_file(self) -> str:
        """The name of the file of its JSON Schema."""
        return f"{self.name.replace(' ', '-')}.schema.json"

    @property
    def files(self) -> str:
        """Its files below the content folder, as one glob for editors."""
        folders = self.folders[0] if len(self.folders) == 1 else f"{{{','.join(self.folders)}}}"
        return f"{folders}/{self.stems}.yaml"

    def holds(self, place: PurePath) -> bool:
        """Tell whether a file is of this kind by its path below the content folder."""
        *above, name = place.parts
        return "/".join(above) in self.folders and fnmatchcase(name.rpartition(".")[0], self.stems)


def _find_review_file() -> type[ReviewFile]:
    from codepub.records.review_file import ReviewFile

    return ReviewFile


CODE_SUMMARY: Final = Kind("code summary", lambda: CodeSummary, tuple(map(str.lower, CODE_SYSTEMS)), "*[0-9A-Z]")

REVIEW: Final = Kind("review", _find_review_file, CODE_SUMMARY.folders, f"*{REVIEW_STEM}")

KINDS: Final[tuple[Kind[Frozen], ...]] = (CODE_SUMMARY, REVIEW)
"""Every kind; what lies in no place of any is read as the first, which tells where it belongs."""


def kind_at(place: PurePath, kinds: Sequence[Kind[Model]]) -> Kind[Model]:
    """Find the kind of a file by its path below the content folder; of one that fits none, the first."""
    return next((kind for kind in kinds if kind.holds(place)), kinds[0])
