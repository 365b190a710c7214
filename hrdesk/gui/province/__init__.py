"""The province's side of the loop: authority, enrolment, kits, receiving, consolidated figures."""
