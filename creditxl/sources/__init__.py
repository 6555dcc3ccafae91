"""Tables straight from where they are kept: databases, OData, Spark, services of insurers and CRMs; read only."""

from creditxl.sources.looking import Looked, look
from creditxl.sources.reading import read_all, with_entries_of

__all__ = ["Looked", "look", "read_all", "with_entries_of"]
