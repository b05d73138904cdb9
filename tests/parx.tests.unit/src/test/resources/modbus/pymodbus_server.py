"""A Modbus server by pymodbus (Debian: python3-pymodbus), as an independent peer of the driver's tests.

usage: pymodbus_server.py tcp|rtu-tcp PORT
       pymodbus_server.py serial DEVICE

Unit 1 and 2. Holding registers 0..1999 hold (address * 7 + unit) modulo 65536, input registers the same plus 1,
coils and discrete inputs are on where the address is divisible by 3. Nothing is beyond address 1999.
"""
import logging
import sys

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.server import StartSerialServer, StartTcpServer
from pymodbus.transaction import ModbusRtuFramer, ModbusSocketFramer

SIZE = 2000


def slave(unit):
    return ModbusSlaveContext(
        di=ModbusSequentialDataBlock(0, [a % 3 == 0 for a in range(SIZE)]),
        co=ModbusSequentialDataBlock(0, [a % 3 == 0 for a in range(SIZE)]),
        hr=ModbusSequentialDataBlock(0, [(a * 7 + unit) & 0xFFFF for a in range(SIZE)]),
        ir=ModbusSequentialDataBlock(0, [(a * 7 + unit + 1) & 0xFFFF for a in range(SIZE)]),
        zero_mode=True,
    )


def main():
    logging.basicConfig(level=logging.CRITICAL)
    mode, where = sys.argv[1], sys.argv[2]
    context = ModbusServerContext(slaves={1: slave(1), 2: slave(2)}, single=False)
    print("ready", flush=True)
    if mode == "serial":
        StartSerialServer(context=context, framer=ModbusRtuFramer, port=where, baudrate=19200, timeout=0.05,
                          ignore_missing_slaves=True)
    else:
        framer = ModbusRtuFramer if mode == "rtu-tcp" else ModbusSocketFramer
        StartTcpServer(context=context, framer=framer, address=("127.0.0.1", int(where)), allow_reuse_address=True,
                       ignore_missing_slaves=True)


main()
