"""Compiled kernels by their addresses, so that another kernel can call them as they are.

A kernel that names another has it compiled a second time inside itself: Numba links it in and
optimises all anew, so that one that calls a whole game's kernels took 250 s. Called by address it
takes three, and what is called is the same machine code that Python calls, to the bit.

Numba's own first-class functions look their address up in Python at every call, 25 µs each; an
`Address` has looked it up when it was made. To be imported where kernels already run: numba is.
"""

from typing import Any

import numba
from llvmlite import ir
from numba.core import cgutils, types
from numba.experimental.function_type import FunctionModel
from numba.extending import NativeValue, register_model, typeof_impl, unbox

from kernels import jit


class AddressType(types.FunctionType):
    """The type of an Address: that of a function of one signature."""


register_model(AddressType)(FunctionModel)


class Address:
    """A kernel compiled for arguments of the types of `like`, to be handed to another kernel."""

    def __init__(self, kernel: Any, *like: Any):
        dispatcher = jit.dispatcher_of(kernel)
        argument_types = tuple(numba.typeof(value) for value in like)
        dispatcher.compile(argument_types)
        self._compiled = dispatcher.overloads[argument_types]  # kept alive: its code is called
        self.type = AddressType(self._compiled.signature)
        name = self._compiled.fndesc.llvm_func_name
        self.address = self._compiled.library.get_pointer_to_function(name)


@typeof_impl.register(Address)
def _type_of(value: Address, context: Any) -> AddressType:
    return value.type


@unbox(AddressType)
def _unbox(numba_type: AddressType, obj: Any, c: Any) -> NativeValue:
    """Read the address off the object."""
    function = cgutils.create_struct_proxy(numba_type)(c.context, c.builder)
    number = c.pyapi.object_getattr_string(obj, "address")
    address = c.pyapi.long_as_voidptr(number)
    c.pyapi.decref(number)
    function.c_addr = ir.Constant(address.type, None)  # has no wrapper: never called so
    function.py_addr = c.builder.bitcast(obj, address.type)
    function.jit_addr = address
    return NativeValue(function._getvalue())
