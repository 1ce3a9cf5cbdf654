"""How valuable a family or portfolio looks, and why."""
