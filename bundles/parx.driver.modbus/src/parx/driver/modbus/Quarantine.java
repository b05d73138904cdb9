package parx.driver.modbus;

import static parx.driver.modbus.ModbusTexts.TEXTS;

import java.util.LinkedHashMap;
import java.util.Map;
import parx.model.Reason;
import parx.model.Sentence;

/** Addresses that a device refuses, and when to ask for them again. Owned by the io thread. */
final class Quarantine {
    /** Registers or bits of one unit. */
    record Range(int unit, Table table, int address, int width) {
        static Range of(Point point) {
            return new Range(point.unit(), point.table(), point.address(), point.width());
        }
    }

    /** In place of an exception code: the unit answers for other addresses, but not at all for this one. */
    static final int SILENT = 0;

    /** @param code the exception code, or {@link #SILENT} @param retryNanos monotonic, when to ask again */
    record Refusal(int code, long retryNanos) {
        Reason reason() {
            return switch (code) {
                case SILENT -> Reason.TIMEOUT;
                case ExceptionCode.ILLEGAL_DATA_ADDRESS -> Reason.NO_SUCH_ADDRESS;
                default -> Reason.DEVICE_ERROR;
            };
        }
    }

    private final Map<Range, Refusal> refused = new LinkedHashMap<>();
    private long releases;

    boolean holds(Point point) {
        return !refused.isEmpty() && refused.containsKey(Range.of(point));
    }

    /** Null where it is not in quarantine. */
    Refusal of(Point point) {
        return refused.get(Range.of(point));
    }

    void put(Point point, int code, long retryNanos) {
        refused.put(Range.of(point), new Refusal(code, retryNanos));
    }

    /** One address of this table answers again: so may the others, and merging them anew finds out cheapest. */
    void release(int unit, Table table) {
        if (refused.keySet().removeIf(range -> range.unit == unit && range.table == table)) {
            releases++;
        }
    }

    /** Grows with every release; a plan made before must be merged anew. */
    long releases() {
        return releases;
    }

    int size() {
        return refused.size();
    }

    /** A sentence for the window about what is left out, empty where nothing is. */
    String sentence(long retrySeconds) {
        if (refused.isEmpty()) {
            return "";
        }
        Map.Entry<Range, Refusal> first = refused.entrySet().iterator().next();
        Range range = first.getKey();
        Sentence why = first.getValue().code == SILENT ? TEXTS.of("aside.silent") : ExceptionCode.sentence(first.getValue().code);
        return TEXTS.text(refused.size() == 1 ? "aside.one" : "aside.many", refused.size(), range.unit, range.table.label(),
                range.table.notation(range.address), range.address, why, retrySeconds);
    }
}
