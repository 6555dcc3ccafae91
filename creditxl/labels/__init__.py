"""What people read, in Finnish, Swedish and English: labels, sentences, amounts, dates."""

from creditxl.labels.labels import LANGUAGES, Labels
from creditxl.labels.marker import label

__all__ = ["LANGUAGES", "Labels", "label"]
