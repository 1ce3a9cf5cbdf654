"""Encoders: each turns texts into vectors. One module per encoder."""
