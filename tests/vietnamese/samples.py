"""The reading tests that came with the domain: raw text beside what it says."""

from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent


def samples(name: str, group: str) -> list[dict[str, Any]]:
    """The cases of one group of a YAML file beside this module."""
    return yaml.safe_load((HERE / name).read_text(encoding="utf-8"))[group]
