package parx.driver;

import java.util.List;
import parx.model.Reason;
import parx.model.Sentence;
import parx.model.Settings;
import parx.model.SettingsException;

/** Stands for a connection whose settings are wrong: it never opens, and says why. Immutable, any thread. */
public final class MisconfiguredConnection implements PollingConnection {
    private record NothingToAsk() implements PollPlan {
        @Override
        public int requests() {
            return 0;
        }
    }

    private final SettingsException cause;

    public MisconfiguredConnection(SettingsException cause) {
        this.cause = cause;
    }

    @Override
    public void open() throws DriverException {
        throw new DriverException(Reason.CONFIG_ERROR, Sentence.of(cause), cause);
    }

    @Override
    public void close() {
        // Never open.
    }

    @Override
    public ConnectionStatistics statistics() {
        return new ConnectionStatistics(0, 0, -1, 0, cause.getLocalizedMessage());
    }

    @Override
    public PollPlan plan(List<PollItem> items) {
        return new NothingToAsk();
    }

    @Override
    public void poll(PollPlan plan, PollSink sink) throws DriverException {
        open();
    }

    @Override
    public Reading test(Settings channelConfig) throws DriverException {
        throw new DriverException(Reason.CONFIG_ERROR, Sentence.of(cause), cause);
    }

    @Override
    public void write(PollItem item, Object rawValue) throws DriverException {
        open();
    }
}
