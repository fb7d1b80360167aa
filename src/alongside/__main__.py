"""`python -m alongside` is the same as `alongside`."""

from alongside.cli import main

main(prog_name="alongside")
