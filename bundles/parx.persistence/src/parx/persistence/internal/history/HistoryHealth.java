package parx.persistence.internal.history;

import static parx.persistence.internal.texts.PersistenceTexts.TEXTS;

import parx.service.Health;
import parx.service.HistorySink;
import parx.service.HistorySink.HistoryStatus;

/** How full the room for samples is that wait on disk, and whether any are lost. Thread-safe. */
public final class HistoryHealth implements Health {
    private final HistorySink sink;

    public HistoryHealth(HistorySink sink) {
        this.sink = sink;
    }

    @Override
    public String part() {
        return "History";
    }

    @Override
    public State state() {
        return state(sink.status());
    }

    private static State state(HistoryStatus status) {
        if (status.dropped() > 0 && !status.problem().isEmpty()) {
            return State.FAILED;
        }
        return status.spoolShare() >= SpoolBound.WARN ? State.DEGRADED : State.GOOD;
    }

    @Override
    public String detail() {
        HistoryStatus status = sink.status();
        if (state(status) != State.GOOD) {
            return status.problem();
        }
        return status.spooled() == 0 ? TEXTS.text("spool.empty")
                : TEXTS.text("spool.waits", status.spooled(), Math.round(status.spoolShare() * 100));
    }
}
