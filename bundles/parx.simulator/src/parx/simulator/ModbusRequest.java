package parx.simulator;

/** One request of a client, without its TCP header: checks it, carries it out, encodes the answer. One thread. */
final class ModbusRequest {
    private static final int ILLEGAL_VALUE = 3;
    private static final int MOST_BITS = 2000;
    private static final int MOST_REGISTERS = 125;
    private static final int MOST_BITS_WRITTEN = 1968;
    private static final int MOST_REGISTERS_WRITTEN = 123;

    private final int unit;
    private final byte[] request;
    private boolean wasRead;

    ModbusRequest(int unit, byte[] request) {
        this.unit = unit;
        this.request = request;
    }

    /** The answer: its data, or an exception. */
    byte[] answer(RegisterSource source) {
        return switch (function()) {
            case 1, 2 -> request.length == 5 ? readBits(source) : refuse(ILLEGAL_VALUE);
            case 3, 4 -> request.length == 5 ? readRegisters(source) : refuse(ILLEGAL_VALUE);
            case 5 -> request.length == 5 && (word(3) == 0 || word(3) == 0xFF00)
                    ? written(source.writeBits(unit, word(1), new boolean[] {word(3) != 0})) : refuse(ILLEGAL_VALUE);
            case 6 -> request.length == 5
                    ? written(source.write(unit, word(1), new short[] {(short) word(3)})) : refuse(ILLEGAL_VALUE);
            case 15 -> writeBits(source);
            case 16 -> writeRegisters(source);
            default -> refuse(RegisterSource.ILLEGAL_FUNCTION);
        };
    }

    /** Tells the source that the answer is on its way. */
    void answered(RegisterSource source) {
        if (wasRead) {
            source.answered(unit, function(), word(1), word(3));
        }
    }

    private byte[] readRegisters(RegisterSource source) {
        int count = word(3);
        if (count < 1 || count > MOST_REGISTERS) {
            return refuse(ILLEGAL_VALUE);
        }
        short[] values = new short[count];
        int code = word(1) + count > 0x10000 ? RegisterSource.ILLEGAL_ADDRESS
                : source.registers(unit, function(), word(1), values);
        if (code != RegisterSource.OK) {
            return refuse(code);
        }
        wasRead = true;
        byte[] answer = data(2 * count);
        for (int i = 0; i < count; i++) {
            answer[2 + 2 * i] = (byte) (values[i] >> 8);
            answer[3 + 2 * i] = (byte) values[i];
        }
        return answer;
    }

    private byte[] readBits(RegisterSource source) {
        int count = word(3);
        if (count < 1 || count > MOST_BITS) {
            return refuse(ILLEGAL_VALUE);
        }
        boolean[] values = new boolean[count];
        int code = word(1) + count > 0x10000 ? RegisterSource.ILLEGAL_ADDRESS
                : source.bits(unit, function(), word(1), values);
        if (code != RegisterSource.OK) {
            return refuse(code);
        }
        wasRead = true;
        byte[] answer = data((count + 7) / 8);
        for (int i = 0; i < count; i++) {
            answer[2 + i / 8] |= (byte) (values[i] ? 1 << i % 8 : 0);
        }
        return answer;
    }

    private byte[] writeRegisters(RegisterSource source) {
        if (request.length < 6) {
            return refuse(ILLEGAL_VALUE);
        }
        int count = word(3);
        if (count < 1 || count > MOST_REGISTERS_WRITTEN || request.length != 6 + 2 * count || request[5] != (byte) (2 * count)) {
            return refuse(ILLEGAL_VALUE);
        }
        short[] values = new short[count];
        for (int i = 0; i < count; i++) {
            values[i] = (short) word(6 + 2 * i);
        }
        return written(source.write(unit, word(1), values));
    }

    private byte[] writeBits(RegisterSource source) {
        if (request.length < 6) {
            return refuse(ILLEGAL_VALUE);
        }
        int count = word(3);
        if (count < 1 || count > MOST_BITS_WRITTEN || request.length != 6 + (count + 7) / 8) {
            return refuse(ILLEGAL_VALUE);
        }
        boolean[] values = new boolean[count];
        for (int i = 0; i < count; i++) {
            values[i] = (request[6 + i / 8] >> i % 8 & 1) != 0;
        }
        return written(source.writeBits(unit, word(1), values));
    }

    /** A write is answered by function, address, and value or count: the first five bytes of the request. */
    private byte[] written(int code) {
        return code == RegisterSource.OK ? java.util.Arrays.copyOf(request, 5) : refuse(code);
    }

    private byte[] data(int bytes) {
        byte[] answer = new byte[2 + bytes];
        answer[0] = request[0];
        answer[1] = (byte) bytes;
        return answer;
    }

    private byte[] refuse(int code) {
        return new byte[] {(byte) (request[0] | 0x80), (byte) code};
    }

    private int function() {
        return request[0] & 0xFF;
    }

    private int word(int offset) {
        return (request[offset] & 0xFF) << 8 | request[offset + 1] & 0xFF;
    }
}
