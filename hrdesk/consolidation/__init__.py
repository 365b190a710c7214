"""What the province makes of it: intake and consolidated figures."""
