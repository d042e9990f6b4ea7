"""The main window: rail, title bar, transport, timeline, help, documents, theme."""
