"""The navigation reports: facts with receipts, words chosen by templates, looks by renderers."""
