"""Credit-limit follow-up for insured receivables, inside Excel."""

__version__ = "0.1.0"
