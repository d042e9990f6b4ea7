"""Start Reverie: `python main.py --help` lists what it can do."""

from simulator.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
