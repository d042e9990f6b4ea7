"""Pages, presets, patterns, icons and themes: data that the program reads, and no code."""
