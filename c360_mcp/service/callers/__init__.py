"""Who may ask, and for which tenant: bearer tokens, static or of an OAuth issuer, and the tenants that they name."""
