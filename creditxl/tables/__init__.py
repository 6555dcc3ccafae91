"""Raw rows → customers, monthly sales, receivables, limits, recommendations; what could not be read is told."""
