"""How the reader is taught: a recipe to be run now and then on a machine with PyTorch, never by a council or by CI.

README.md says how. What comes of it, `model/reader/`, is kept in the repository.
"""
