"""Seconds and peak memory of the flows, beside the nearest peer on the same input in the same run."""
