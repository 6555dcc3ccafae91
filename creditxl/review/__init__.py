"""Tables + policy → rows, worklist, changes since last time, totals that must add up."""
