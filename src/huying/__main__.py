"""`python -m huying` is the console script."""

from huying.config.cli import main

main()
