"""Why a unit is on or off: its equation with the actual numbers, and the terms as bars.

A term is a weight times a factor; the largest stand in the equation in full, the others as one
sum. Below, every bar grows from the middle: to the right what speaks for on, to the left against.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from simulator.controls import theme
from simulator.views.view import View
from simulator.views.why_sheet import Sum, paint_sum
