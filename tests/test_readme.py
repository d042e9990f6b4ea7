"""The README's commands are the ones that are tested, and its pictures exist."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_ci_runs_the_test_command_of_the_readme_to_the_letter():
    section = README.split("## Test")[1]
    command = re.search(r"```\n(.*?)\n```", section, re.S).group(1)
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_every_picture_of_the_readme_exists():
    pictures = re.findall(r"!\[.*?\]\((.*?)\)", README)
    assert pictures
    assert all((ROOT / picture).is_file() for picture in pictures)


def test_every_file_the_readme_links_to_exists():
    links = [link for link in re.findall(r"\]\((.*?)\)", README) if "://" not in link]
    assert all((ROOT / link).exists() for link in links)
