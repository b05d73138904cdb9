package parx.service;

/** One outside part that ParX needs, as the status line shows it. Published as OSGi services. Thread-safe, never blocks. */
public interface Health {
    /** "PostgreSQL", "Redis", "Demo plant". */
    String part();

    State state();

    /** A sentence for people: what is wrong and what to do next; where all is well, what it is ("18.6, embedded"). */
    String detail();

    /** How well it is. */
    enum State { GOOD, DEGRADED, FAILED, STARTING }
}
