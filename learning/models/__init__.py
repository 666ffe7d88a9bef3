"""Networks: pathology and identity."""
