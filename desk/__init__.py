"""The bureau's desk: search, candidates and decisions on a page of this machine."""
