package parx.service;

import java.util.OptionalLong;

/** A change was refused because what it concerns is not any more what the person saw. Nothing was changed. */
public final class ChangedMeanwhileException extends ConfigurationException {
    private static final long serialVersionUID = 1L;

    private final String name;
    private final boolean removed;
    private final String by;
    private final long atMicros;

    /**
     * @param sentence for people, in English
     * @param name     what people call the thing
     * @param removed  whether it is not there any more
     * @param by       the user who did that, empty where it is not known: the change was made past ParX
     * @param atMicros when, in microseconds since 1970; of no meaning where it is not known who
     */
    public ChangedMeanwhileException(String sentence, String name, boolean removed, String by, long atMicros) {
        super(sentence);
        this.name = name;
        this.removed = removed;
        this.by = by;
        this.atMicros = atMicros;
    }

    public String name() {
        return name;
    }

    public boolean removed() {
        return removed;
    }

    public String by() {
        return by;
    }

    /** In microseconds since 1970; empty where it is not known. */
    public OptionalLong atMicros() {
        return by.isEmpty() ? OptionalLong.empty() : OptionalLong.of(atMicros);
    }
}
