"""Where technologies are, who stands where, and the reports that say so."""
