package parx.driver.modbus;

/** Whether one unit behind a link answers. Owned by the io thread. */
final class UnitHealth {
    enum State { UNKNOWN, ALIVE, DEAD }

    final int unit;
    State state = State.UNKNOWN;
    /** Requests without an answer since the last answer. */
    int strikes;
    /** When it was given up last, monotonic; meaningful where it ever was. */
    long diedNanos;
    boolean everDied;
    /** Where DEAD: when to ask again, monotonic. */
    long retryNanos;
    /** Where DEAD: whether nothing came at all; false: its gateway said that it does not answer. */
    boolean silent;
    /** Where DEAD: why, for people. */
    String sentence = "";
    /** Where DEAD: what a scan wanted of it since it was asked last, to ask it whether it is back; else null. */
    Block question;

    UnitHealth(int unit) {
        this.unit = unit;
    }

    boolean dead() {
        return state == State.DEAD;
    }
}
