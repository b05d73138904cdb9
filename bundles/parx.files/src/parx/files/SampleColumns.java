package parx.files;

import java.util.List;

/** The columns of a file with one sample per row, the same in every format. Constants, any thread. */
public final class SampleColumns {
    public static final String TIME = "time";
    public static final String CHANNEL = "channel";
    public static final String VALUE = "value";
    public static final String QUALITY = "quality";
    public static final String UNIT = "unit";

    public static final List<String> NAMES = List.of(TIME, CHANNEL, VALUE, QUALITY, UNIT);

    private SampleColumns() {
    }
}
