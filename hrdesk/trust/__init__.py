"""Who speaks: signing identities and the provincial authority."""
