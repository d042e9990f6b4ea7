"""What every model and every panel stands on. No Qt.

errors      one clear sentence for bad input
parameter   one declaration: control, check, unit, tool-tip, command line, help
model       parameters, state, grains, actions, readouts, invariants
journal     what was done, and at which step; undo
history     key states, branches, rewinding
run         a model with its journal, history and trace
runner      the thread that steps runs for the window
document    a journal and a state in one `.reverie` file
presets     named starting points
pictures    files into patterns
drawing     strokes into units
"""
