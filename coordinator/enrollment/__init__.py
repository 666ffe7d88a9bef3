"""Members: invites, certificates, revocation."""
