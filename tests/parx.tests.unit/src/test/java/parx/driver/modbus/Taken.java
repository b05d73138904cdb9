package parx.driver.modbus;

import java.util.List;
import parx.driver.Collected;
import parx.driver.DriverContext;
import parx.driver.DriverException;
import parx.driver.PollingConnection;
import parx.driver.PollingConnection.PollItem;
import parx.model.Settings;
import parx.model.TimeSource;

/** What one scan of the Modbus driver handed over. */
final class Taken extends Collected {
    static Taken poll(PollingConnection connection, PollingConnection.PollPlan plan) throws DriverException {
        Taken taken = new Taken();
        connection.poll(plan, taken);
        return taken;
    }

    static PollingConnection connect(Settings settings) {
        return (PollingConnection) new ModbusDriver().connect(settings, new DriverContext(TimeSource.system()));
    }

    /** With a time-out that no answer takes, however busy the machine: where one is to be waited for, it is given. */
    static Settings device(int port, Object... more) {
        return Settings.with("host", "127.0.0.1", "port", port, "timeout", 20_000).overlay(Settings.with(more));
    }

    static PollItem item(int channel, Object... config) {
        return new PollItem(channel, Settings.with(config));
    }

    /** One uint16 holding register per channel, the channel being its address. */
    static List<PollItem> holding(int... addresses) {
        return java.util.Arrays.stream(addresses)
                .mapToObj(a -> item(a, "table", "holding", "address", a, "dataType", "uint16")).toList();
    }
}
