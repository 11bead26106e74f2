#!/usr/bin/env python
"""Annotate's commands: `python manage.py help`."""

from annotate.management import main

if __name__ == "__main__":
    main()
