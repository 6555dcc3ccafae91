"""What people read, in Finnish, Swedish and English: labels, sentences, amounts, dates."""

from creditxl.labels.labels import Labels
from creditxl.labels.marker import label
from creditxl.model import LANGUAGES

__all__ = ["LANGUAGES", "Labels", "label"]
