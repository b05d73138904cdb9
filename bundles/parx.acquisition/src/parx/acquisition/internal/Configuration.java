package parx.acquisition.internal;

import static parx.acquisition.internal.AcquisitionTexts.TEXTS;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import parx.driver.Driver;
import parx.driver.Drivers;
import parx.driver.Setting;
import parx.driver.SettingProblem;
import parx.driver.SettingsCheck;
import parx.model.Channel;
import parx.model.ChannelIndex;
import parx.model.Scaling;
import parx.model.Settings;
import parx.model.SettingsException;

/**
 * Everything that acquisition is to do, worked out from what people configured: which connection reads which channel,
 * and which channels cannot be read and why. Pure; immutable by convention, any thread.
 *
 * @param connections by name
 * @param connectionOf the connection's name by channel id
 * @param refused     channels that cannot be read
 * @param known       the handles of all channels, disabled ones too
 */
record Configuration(Map<String, ConnectionPlan> connections, Map<String, String> connectionOf,
        Map<Integer, Refused> refused, Map<Integer, Channel> known) {
    static final Configuration NONE = new Configuration(Map.of(), Map.of(), Map.of(), Map.of());
    static final long STANDARD_SCAN_MILLIS = 1_000;
    static final long FASTEST_SCAN_MILLIS = 10;

    /** @param group what stands for a connection on screen @param sentence for the window: why, and what to do next */
    record Refused(AcquiredChannel acquired, String group, String sentence) {
    }

    /** By handle: the connection that acquires the channel, or what stands for it where the channel is refused. */
    Map<Integer, String> places() {
        Map<Integer, String> places = new HashMap<>();
        connections.forEach((name, plan) -> plan.channels().forEach(channel -> places.put(channel.handle(), name)));
        refused.forEach((handle, why) -> places.put(handle, "refused: " + why.group()));
        return places;
    }

    static Configuration of(List<Channel> channels, Function<String, Settings> connectionSettings, Drivers drivers,
            ChannelIndex index) {
        return new Reading(connectionSettings, drivers, index).read(channels);
    }

    /** One pass over the channels. Not thread-safe. */
    private static final class Reading {
        private final Function<String, Settings> connectionSettings;
        private final Drivers drivers;
        private final ChannelIndex index;
        private final Map<Driver, Form> forms = new HashMap<>();
        private final Map<String, Group> groups = new LinkedHashMap<>();
        private final Map<String, String> connectionOf = new HashMap<>();
        private final Map<Integer, Refused> refused = new TreeMap<>();
        private final Map<Integer, Channel> known = new TreeMap<>();

        /** A driver's settings, asked once for all of its channels. */
        private record Form(List<Setting> settings, Set<String> known, Set<String> device, Set<String> connection) {
            static Form of(Driver driver) {
                List<Setting> settings = driver.settings();
                Set<String> known = settings.stream().map(Setting::key).collect(Collectors.toCollection(HashSet::new));
                known.add("scaling");
                Set<String> connection = keys(settings, Setting.Scope.CONNECTION);
                connection.addAll(Set.of(Channel.SCAN_RATE, ConnectionPlan.RETRY_MIN, ConnectionPlan.RETRY_MAX));
                return new Form(settings, known, keys(settings, Setting.Scope.DEVICE), connection);
            }

            private static Set<String> keys(List<Setting> settings, Setting.Scope scope) {
                return settings.stream().filter(setting -> setting.scope() == scope).map(Setting::key)
                        .collect(Collectors.toCollection(HashSet::new));
            }
        }

        /** The channels of one connection while they are collected. */
        private static final class Group {
            final Driver driver;
            final Settings own;
            final List<AcquiredChannel> channels = new ArrayList<>();
            Settings device = Settings.EMPTY;
            int bad;
            String firstBad = "";
            int odd;
            String firstOdd = "";

            Group(Driver driver, Settings own) {
                this.driver = driver;
                this.own = own;
            }

            /** Says what is odd about a config and keeps nothing from being read. */
            void remark(String sentence) {
                firstOdd = odd++ == 0 ? sentence : firstOdd;
            }

            String problem() {
                return bad > 0 ? TEXTS.text("channel.unread", firstBad) + others(bad) : firstOdd + others(odd);
            }

            private static String others(int count) {
                return count > 1 ? TEXTS.text("more", count - 1) : "";
            }
        }

        Reading(Function<String, Settings> connectionSettings, Drivers drivers, ChannelIndex index) {
            this.connectionSettings = connectionSettings;
            this.drivers = drivers;
            this.index = index;
        }

        Configuration read(List<Channel> channels) {
            for (Channel channel : channels) {
                int handle = index.handle(channel.id());
                known.put(handle, channel);
                if (channel.enabled()) {
                    read(handle, channel);
                }
            }
            Map<String, ConnectionPlan> plans = new TreeMap<>();
            groups.forEach((name, group) -> {
                if (!group.channels.isEmpty()) {
                    plans.put(name, plan(name, group));
                }
            });
            return new Configuration(plans, connectionOf, refused, known);
        }

        private void read(int handle, Channel channel) {
            Optional<Driver> found = drivers.of(channel.protocol());
            if (found.isEmpty()) {
                String label = channel.protocol().label();
                refuse(handle, channel, TEXTS.text("group.noDriver", label), TEXTS.text("channel.noDriver", label));
                return;
            }
            Driver driver = found.get();
            String name;
            try {
                name = driver.connectionName(channel.config());
            } catch (RuntimeException e) {
                refuse(handle, channel, TEXTS.text("group.noDevice", channel.protocol().label()), sentence(e));
                return;
            }
            Group group = groups.computeIfAbsent(name, key -> new Group(driver, connectionSettings.apply(key)));
            try {
                Form form = forms.computeIfAbsent(driver, Form::of);
                List<SettingProblem> problems = SettingsCheck.channel(form.settings, channel.config());
                String problem = problem(form, problems, driver, channel.config());
                if (!problem.isEmpty()) {
                    throw new SettingsException("", problem);
                }
                problems.stream().filter(odd -> !form.known.contains(odd.key())).findFirst()
                        .ifPresent(odd -> group.remark(TEXTS.text("channel.odd", channel.id(), odd.sentence())));
                long scanMillis = scanMillis(channel, group);
                group.channels.add(new AcquiredChannel(handle, channel, channel.scaling(), scanMillis,
                        driver.quietMillis(scanMillis)));
                group.device = group.channels.size() == 1 ? channel.config().only(form.device) : group.device;
                connectionOf.put(channel.id(), name);
            } catch (RuntimeException e) {
                group.bad++;
                group.firstBad = group.bad == 1 ? TEXTS.text("channel.bad", channel.id(), sentence(e)) : group.firstBad;
                refuse(handle, channel, name, sentence(e));
            }
        }

        private ConnectionPlan plan(String name, Group group) {
            group.channels.sort(Comparator.comparingInt(AcquiredChannel::handle));
            Form form = forms.computeIfAbsent(group.driver, Form::of);
            group.own.keys().stream().filter(key -> !form.connection.contains(key)).sorted().forEach(
                    key -> group.remark(TEXTS.text("link.odd", key)));
            return new ConnectionPlan(name, group.driver, group.own.overlay(group.device), List.copyOf(group.channels),
                    group.problem());
        }

        private void refuse(int handle, Channel channel, String group, String sentence) {
            refused.put(handle, new Refused(new AcquiredChannel(handle, channel, Scaling.NONE, STANDARD_SCAN_MILLIS), group,
                    sentence));
        }

        private static long scanMillis(Channel channel, Group group) {
            long millis = channel.config().longInteger(Channel.SCAN_RATE,
                    group.own.longInteger(Channel.SCAN_RATE, STANDARD_SCAN_MILLIS));
            if (millis < FASTEST_SCAN_MILLIS || millis > 86_400_000) {
                throw new SettingsException(Channel.SCAN_RATE, TEXTS.of("scanRate.range", millis));
            }
            return millis;
        }

        /** The first problem that keeps the channel from being read; a key that nobody knows does not. */
        private static String problem(Form form, List<SettingProblem> found, Driver driver, Settings config) {
            for (SettingProblem problem : found) {
                if (form.known.contains(problem.key())) {
                    return problem.sentence();
                }
            }
            List<SettingProblem> problems = driver.check(config);
            return problems.isEmpty() ? "" : problems.get(0).sentence();
        }

        private static String sentence(RuntimeException e) {
            return e instanceof SettingsException ? e.getLocalizedMessage() : TEXTS.text("channel.fault", e);
        }
    }
}
