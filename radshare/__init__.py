"""What crosses the boundary between hospitals: packages, identities, signatures, policies and typed calls."""
