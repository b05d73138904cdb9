package parx.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;

/** What a tag of the simulated controller holds. Immutable, any thread. */
public sealed interface CipType {
    /** Bytes of one value. */
    int size();

    /** As the controller's programming tool calls it. */
    String name();

    /** Types that hold one value, with their code on the wire. */
    enum Elementary implements CipType {
        BOOL(0xC1, 1), SINT(0xC2, 1), INT(0xC3, 2), DINT(0xC4, 4), LINT(0xC5, 8), USINT(0xC6, 1), UINT(0xC7, 2),
        UDINT(0xC8, 4), ULINT(0xC9, 8), REAL(0xCA, 4), LREAL(0xCB, 8),
        /** Of this, 32 to an element, arrays of bits are made. */
        DWORD(0xD3, 4);

        private final int code;
        private final int size;

        Elementary(int code, int size) {
            this.code = code;
            this.size = size;
        }

        public int code() {
            return code;
        }

        @Override
        public int size() {
            return size;
        }
    }

    /**
     * A type with members.
     *
     * @param handle   by which a read says what it returns
     * @param instance of the template that describes it
     */
    record Structure(String name, int handle, int instance, int size, List<Member> members) implements CipType {
        /** The controller's own text: a length and 82 characters. */
        public static final Structure STRING = new Structure("STRING", 0x0FCE, 0xFCE, 88, List.of(
                new Member("LEN", Elementary.DINT, 0, 0, -1), new Member("DATA", Elementary.SINT, 82, 4, -1)));
        private static final int FIRST_INSTANCE = 0x100;

        /** Members one behind the other, each at a multiple of its own size, the whole at a multiple of four bytes. */
        public static Structure of(String name, List<Member> members) {
            List<Member> placed = new ArrayList<>();
            int at = 0;
            for (Member member : members) {
                int step = Math.min(4, member.type instanceof Elementary elementary ? elementary.size() : 4);
                at = (at + step - 1) / step * step;
                placed.add(new Member(member.name, member.type, member.length, at, member.bit));
                at += member.bytes();
            }
            CRC32 handle = new CRC32();
            handle.update(name.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            int number = (int) (handle.getValue() & 0x7FF);
            return new Structure(name, 0x8000 | number, FIRST_INSTANCE + number, (at + 3) / 4 * 4, List.copyOf(placed));
        }

        Optional<Member> member(String called) {
            return members.stream().filter(member -> member.name.toLowerCase(Locale.ROOT).equals(called.toLowerCase(Locale.ROOT)))
                    .findFirst();
        }
    }

    /** @param length of an array, 0 for none @param offset of its first byte @param bit of that byte for a BOOL; else -1 */
    record Member(String name, CipType type, int length, int offset, int bit) {
        /** One value; where it lies is decided by the structure. */
        public static Member of(String name, CipType type) {
            return new Member(name, type, 0, 0, type == Elementary.BOOL ? 0 : -1);
        }

        int bytes() {
            return Math.max(1, length) * type.size();
        }
    }
}
