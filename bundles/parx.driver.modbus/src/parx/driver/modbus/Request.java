package parx.driver.modbus;

import static parx.driver.modbus.ModbusTexts.TEXTS;

import parx.model.Sentence;

/**
 * One request and what became of it; made once and sent again at every scan, so that polling allocates nothing.
 * Owned by the connection's io thread.
 */
final class Request {
    enum Outcome { UNSENT, IN_FLIGHT, ANSWERED, REFUSED, TIMED_OUT, GARBLED }

    final int unit;
    final int function;
    final byte[] pdu;
    /** What the request is for; the sender's own. */
    final Object purpose;
    private final int replyLength;
    private final int echoed;

    /** The sender's note that the unit may well not answer, as it has not for long or never did. */
    boolean mayStaySilent;
    Outcome outcome = Outcome.UNSENT;
    /** The exception code where REFUSED. */
    int exception;
    /** Where the reply's PDU begins in the transport's buffer where ANSWERED, until the next receive. */
    int replyAt;
    long sentNanos;
    long receivedNanos;

    /** The transport's own: its id on the wire, the order of sending, since when the device may be working on it. */
    int id;
    long sequence;
    long startNanos;

    private Request(int unit, byte[] pdu, int replyLength, int echoed, Object purpose) {
        this.unit = unit;
        this.function = pdu[0];
        this.pdu = pdu;
        this.replyLength = replyLength;
        this.echoed = echoed;
        this.purpose = purpose;
    }

    /** Function 1–4. */
    static Request read(int unit, Table table, int address, int count, Object purpose) {
        byte[] pdu = start(table.readFunction(), address, 5);
        put(pdu, 3, count);
        return new Request(unit, pdu, 2 + dataBytes(table, count), 0, purpose);
    }

    /** Function 5. */
    static Request writeCoil(int unit, int address, boolean on) {
        byte[] pdu = start(5, address, 5);
        put(pdu, 3, on ? 0xFF00 : 0);
        return new Request(unit, pdu, 5, 5, null);
    }

    /** Function 6. */
    static Request writeRegister(int unit, int address, byte[] register) {
        byte[] pdu = start(6, address, 5);
        System.arraycopy(register, 0, pdu, 3, 2);
        return new Request(unit, pdu, 5, 5, null);
    }

    /** Function 15. @param bits packed, the first in the lowest bit of the first byte */
    static Request writeCoils(int unit, int address, int count, byte[] bits) {
        return writeMany(unit, 15, address, count, bits);
    }

    /** Function 16. */
    static Request writeRegisters(int unit, int address, byte[] registers) {
        return writeMany(unit, 16, address, registers.length / 2, registers);
    }

    /** Function 22: register = (register and andMask) or (orMask and not andMask). */
    static Request maskRegister(int unit, int address, int andMask, int orMask) {
        byte[] pdu = start(22, address, 7);
        put(pdu, 3, andMask);
        put(pdu, 5, orMask);
        return new Request(unit, pdu, 7, 7, null);
    }

    /** Function 23: writes these registers, then reads the same ones back. */
    static Request writeAndReadRegisters(int unit, int address, byte[] registers) {
        byte[] pdu = start(23, address, 10 + registers.length);
        put(pdu, 3, registers.length / 2);
        put(pdu, 5, address);
        put(pdu, 7, registers.length / 2);
        pdu[9] = (byte) registers.length;
        System.arraycopy(registers, 0, pdu, 10, registers.length);
        return new Request(unit, pdu, 2 + registers.length, 0, null);
    }

    /** Where the reply's data begins in the transport's buffer. */
    int dataAt() {
        return replyAt + 2;
    }

    /** Length of the PDU of a reply that is no exception. */
    int replyLength() {
        return replyLength;
    }

    int address() {
        return (pdu[1] & 0xFF) << 8 | pdu[2] & 0xFF;
    }

    boolean done() {
        return outcome != Outcome.IN_FLIGHT && outcome != Outcome.UNSENT;
    }

    /**
     * Takes a reply PDU if it can be the answer to this request, and notes the outcome.
     *
     * @return null where it was taken, otherwise why it is not the answer
     */
    Sentence accept(byte[] buffer, int at, int length) {
        int code = buffer[at] & 0xFF;
        if (code == (function | 0x80) && length == 2) {
            exception = buffer[at + 1] & 0xFF;
            outcome = Outcome.REFUSED;
            return null;
        }
        if (code != function) {
            return TEXTS.of("wrong.function", code, function);
        }
        if (length != replyLength || echoed == 0 && (buffer[at + 1] & 0xFF) != replyLength - 2) {
            return TEXTS.of("wrong.length", length, replyLength);
        }
        for (int i = 1; i < echoed; i++) {
            if (i < replyLength && buffer[at + i] != pdu[i]) {
                return TEXTS.of("wrong.echo");
            }
        }
        replyAt = at;
        outcome = Outcome.ANSWERED;
        return null;
    }

    private static Request writeMany(int unit, int function, int address, int count, byte[] data) {
        byte[] pdu = start(function, address, 6 + data.length);
        put(pdu, 3, count);
        pdu[5] = (byte) data.length;
        System.arraycopy(data, 0, pdu, 6, data.length);
        return new Request(unit, pdu, 5, 5, null);
    }

    private static int dataBytes(Table table, int count) {
        return table.bits() ? (count + 7) / 8 : count * 2;
    }

    private static byte[] start(int function, int address, int length) {
        byte[] pdu = new byte[length];
        pdu[0] = (byte) function;
        put(pdu, 1, address);
        return pdu;
    }

    private static void put(byte[] into, int at, int value) {
        into[at] = (byte) (value >> 8);
        into[at + 1] = (byte) value;
    }
}
