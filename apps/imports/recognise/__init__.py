"""What a file is about and which column means what, judged by content, never by its name."""

from apps.imports.recognise.files import Recognised, recognise
from apps.imports.recognise.layers import RecognisedLayer
from apps.imports.recognise.tables import RecognisedTable

__all__ = ["Recognised", "RecognisedLayer", "RecognisedTable", "recognise"]
