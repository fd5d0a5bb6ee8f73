"""Values of a code that a person enters."""

from dataclasses import dataclass

from findings.coding.models.codes import Code


@dataclass(frozen=True)
class CodeInput:
    """Values of one entry of the code book."""

    name: str
    definition: str = ""
    parent: Code | None = None
    is_theme: bool = False
    position: int = 0
    examples: str = ""
    include_rule: str = ""
    exclude_rule: str = ""
