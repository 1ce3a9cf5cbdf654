"""What a patent record is, and how exports become tables."""
