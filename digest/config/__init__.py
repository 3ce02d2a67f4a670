"""What the user wrote: the home folder, `sources.yaml` and the files in `prompts/`.

A mistake is a ConfigError that names file, line, field and the mend. Files of `prompts/` that a home doesn't have come with
the package, so that a home may be nothing but a `sources.yaml`.
"""

from digest.config.files import line_of, load_yaml, located
from digest.config.home import Home, open_home
from digest.config.sources import load_sources

__all__ = ["Home", "line_of", "load_sources", "load_yaml", "located", "open_home"]
