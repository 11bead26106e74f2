"""The process of the stream: `python -m annotate.live`, which `manage.py live` and `manage.py serve` start."""

from annotate.live.process import main

if __name__ == "__main__":
    main()
