"""Reverie: a laboratory of networks that remember, dream, compete and compute.

core       parameters, models, journal, history, runner, documents: no Qt
models     one file a model, on the numbers of the package `kernels`: no Qt
views      draw a snapshot
controls   what is turned: made from declarations
panels     which views show a model, which tools draw on it
window     the main window: rail, transport, timeline, documents, help
cli, app   the command line; the window's start
"""
