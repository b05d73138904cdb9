package parx.ui.channels.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import parx.driver.Driver;
import parx.driver.Drivers;
import parx.driver.SettingsCheck;
import parx.model.Channel;
import parx.model.ChannelIndex;
import parx.model.Settings;
import parx.model.SettingsException;
import parx.ui.Words;

/**
 * One channel as the tree shows it; what is dear to compute is computed once, or twice where two threads ask at the same
 * time. Any thread.
 */
final class ChannelRow {
    private final Channel channel;
    private final int handle;
    private final Optional<Driver> driver;
    private final String connection;
    private final String problem;
    private final int decimals;
    private String address;
    private String brief;
    private String remark;
    private String searchText;

    ChannelRow(Channel channel, Drivers drivers, ChannelIndex index) {
        this.channel = channel;
        this.handle = index.handle(channel.id());
        this.driver = drivers.of(channel.protocol());
        String name = "";
        String wrong = "";
        if (driver.isEmpty()) {
            wrong = new Words(ChannelRow.class).text("row.noDriver", channel.protocol().label());
        } else {
            try {
                name = driver.get().connectionName(channel.config());
            } catch (SettingsException e) {
                wrong = new Words(ChannelRow.class).text("row.correct", e.getLocalizedMessage());
            }
        }
        this.connection = name;
        this.problem = wrong;
        this.decimals = channel.decimals();
    }

    Channel channel() {
        return channel;
    }

    /** See {@link ChannelIndex}. */
    int handle() {
        return handle;
    }

    /** The device connection that reads it, empty where the config names none. */
    String connection() {
        return connection;
    }

    /** Why the config names no device, a sentence; empty where it does. */
    String problem() {
        return problem;
    }

    /** Digits behind the decimal sign. */
    int decimals() {
        return decimals;
    }

    /** The address as people read it, empty where the config has none. */
    String address() {
        String known = address;
        if (known == null) {
            known = described(Driver::describeAddress);
            address = known;
        }
        return known;
    }

    /** The address as short as can be, for a column. */
    String briefAddress() {
        String known = brief;
        if (known == null) {
            known = described(Driver::briefAddress);
            brief = known;
        }
        return known;
    }

    /** What its settings have wrong without keeping it from being read, such as a key that nobody knows; or empty. */
    String remark() {
        String known = remark;
        if (known == null) {
            known = remarks();
            remark = known;
        }
        return known;
    }

    /** What the filter looks through, in lower case. */
    String searchText() {
        String known = searchText;
        if (known == null) {
            var meta = channel.metadata();
            known = String.join("\n", channel.name(), channel.id(), address(), meta.units(), meta.area(),
                    meta.line(), meta.description(), connection).toLowerCase(Locale.ROOT);
            searchText = known;
        }
        return known;
    }

    private String described(BiFunction<Driver, Settings, String> how) {
        if (driver.isEmpty()) {
            return "";
        }
        try {
            return how.apply(driver.get(), channel.config());
        } catch (SettingsException e) {
            return "";
        }
    }

    private String remarks() {
        List<String> wrong = new ArrayList<>();
        driver.ifPresent(d -> SettingsCheck.channel(d.settings(), channel.config()).forEach(problem -> wrong.add(problem.sentence())));
        wrong.addAll(channel.metadata().problems());
        return wrong.isEmpty() ? "" : new Words(ChannelRow.class).text("row.remark", String.join(". ", wrong));
    }
}
