"""Page → Article: what a page says, when, by whom, and whether it is an article at all. Pure and picklable.

    decode      bytes → text, whatever the label says
    read        the page alone
    article     page, list entry and source together: the record that is stored
    from_feed   an entry whose own content is the text
    further     a further page of a paged article
    joined      an article and a further page as one

Runs in a worker process that may be killed: some pages keep a parser busy for minutes. The known ones are refused before.
"""

from __future__ import annotations

from digest.extract.charset import Decoded, decode
from digest.extract.mhtml import Saved, saved_page
from digest.extract.reading import Reading, read
from digest.extract.record import article, from_feed, further, joined

__all__ = ["Decoded", "Reading", "Saved", "article", "decode", "from_feed", "further", "joined", "read", "saved_page"]
