"""Builder `text_embedding`: a family's title and abstract as a vector.

The one builder that may touch a file: vectors already in the cache are not made again.
"""
