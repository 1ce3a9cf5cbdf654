"""One module per section: it computes facts and exhibits; the template beside it finds the words."""
