"""Which section of the report a story belongs to, whether it is news of this desk at all, and how much it matters. Pure.

The taste is `prompts/sections.yaml` (`guide` reads it); `judge` applies it to a story and says why; `learn` adds what the desk
decided before.
"""

from __future__ import annotations

from digest.sections.cues import Cue
from digest.sections.guide import Guide, Noise, Section, guide
from digest.sections.judging import judge, learn
from digest.sections.learned import MINIMUM as ENOUGH
from digest.sections.learned import MOST as LATEST
from digest.sections.learned import Learned, dump, load

__all__ = ["ENOUGH", "LATEST", "Cue", "Guide", "Learned", "Noise", "Section", "dump", "guide", "judge", "learn", "load"]
