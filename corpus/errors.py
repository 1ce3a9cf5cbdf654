"""The mistakes a user can make, each with its exit code.

PatnavError
├── StudyError           10  the study folder: study.toml, taxonomy.csv, enterprises.csv
├── ExportError          11  an export file: format, encoding, damage
├── ContractError        12  a table that breaks its contract
├── MissingTableError    13  a table that has not been made yet
├── VerificationError    14  a printed number that differs from its recomputation
├── StudyLockedError     15  another run holds the study
└── StorageError         16  the disk is full, or the folder refuses to be written

A message is one or two lines: what was found, where, and what to do.
"""

from __future__ import annotations


class PatnavError(Exception):
    """A mistake the user can mend; shown without a traceback."""

    exit_code = 2


class StudyError(PatnavError):
    """The study folder is missing, incomplete or misspelt."""

    exit_code = 10


class ExportError(PatnavError):
    """An export cannot be read without guessing."""

    exit_code = 11


class ContractError(PatnavError):
    """A table does not hold what its contract promises."""

    exit_code = 12


class MissingTableError(PatnavError):
    """A table is needed that no run has made yet."""

    exit_code = 13


class VerificationError(PatnavError):
    """A printed number differs from the one recomputed from the inputs."""

    exit_code = 14


class StudyLockedError(PatnavError):
    """Another run is working on the same study."""

    exit_code = 15


class StorageError(PatnavError):
    """The disk or a folder refuses what a run would write."""

    exit_code = 16
