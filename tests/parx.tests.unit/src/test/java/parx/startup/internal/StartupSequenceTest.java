package parx.startup.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parx.model.Channel;
import parx.model.ChannelMetadata;
import parx.model.ConfigurationFolder;
import parx.model.Protocol;
import parx.model.Settings;
import parx.model.StorageRule;
import parx.model.User;
import parx.service.Acquisition;
import parx.service.Change;
import parx.service.Channels;
import parx.service.DemoPlant;
import parx.service.EmbeddedServers;
import parx.service.Endpoints;
import parx.service.Site;
import parx.service.StartException;
import parx.service.StorageRules;
import parx.service.Subscription;
import parx.startup.Folders;
import parx.startup.Startup.Choice;

/** The order of a start, with a site that keeps its configuration in memory. */
class StartupSequenceTest {
    @TempDir
    Path home;
    private final List<Channel> channels = new ArrayList<>();
    private final List<StorageRule> rules = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private StartException refusal;
    private boolean running;
    private StartupSequence sequence;

    @BeforeEach
    void make() {
        sequence = another();
    }

    @Test
    void anEmptyProjectKeepsEveryChannelByAStandardRule() throws Exception {
        sequence.open(new Choice.EmptyProject(), sentence -> { });
        assertEquals(List.of("default"), rules.stream().map(StorageRule::id).toList());
        assertTrue(rules.getFirst().covers("whatever-a-person-adds"));
        assertTrue(rules.getFirst().config().flag("unlessOther", false));
    }

    @Test
    void whatAPersonDeletedDoesNotComeBackAtTheNextStart() throws Exception {
        sequence.open(new Choice.DemoPlant(), sentence -> { });
        assertEquals(List.of("demo-1", "demo-2"), channels.stream().map(Channel::id).toList());
        sequence.close();
        channels.removeFirst();
        rules.clear();
        another().open(new Choice.AsBefore(), sentence -> { });
        assertEquals(List.of("demo-2"), channels.stream().map(Channel::id).toList());
        assertEquals(List.of(), rules);
    }

    @Test
    void whatIsChosenWhileItRunsHoldsFromTheNextStart() throws Exception {
        sequence.open(new Choice.DemoPlant(), sentence -> { });
        assertEquals(new Choice.Own(), sequence.next());
        Choice shared = new Choice.Existing(new Endpoints("jdbc:postgresql://db:5432/parx", "eng", "s3cret", ""));
        events.clear();
        sequence.choose(shared);
        assertEquals(shared, sequence.next());
        assertEquals(List.of(), events, "what runs goes on");
        sequence.close();
        events.clear();
        StartupSequence elsewhere = another();
        elsewhere.open(new Choice.AsBefore(), sentence -> { });
        assertFalse(events.contains("servers") || events.contains("plant"), "existing servers are not started, nor the plant beside them");
        assertEquals(shared, elsewhere.next());
        elsewhere.close();
        elsewhere.choose(new Choice.Own());
        events.clear();
        another().open(new Choice.AsBefore(), sentence -> { });
        assertTrue(events.contains("servers") && events.contains("plant"), "back to what was there: " + events);
    }

    @Test
    void aDatabaseWithoutChannelsIsNewHoweverItWasChosen() throws Exception {
        new SiteProperties(false, false, java.util.Optional.of(new Endpoints("jdbc:postgresql://db/parx", "", "", "")))
                .write(folders().properties());
        sequence.open(new Choice.AsBefore(), sentence -> { });
        assertEquals(1, rules.size());
        assertFalse(events.contains("servers"), "existing servers are not started");
    }

    @Test
    void aSecondStartWithTheSameFoldersIsRefusedUntilTheFirstHasEnded() throws Exception {
        sequence.open(new Choice.EmptyProject(), sentence -> { });
        StartupSequence second = another();
        StartException e = assertThrows(StartException.class, () -> second.open(new Choice.AsBefore(), sentence -> { }));
        assertTrue(e.getMessage().startsWith("ParX already runs with the data in "), e.getMessage());
        sequence.close();
        second.open(new Choice.AsBefore(), sentence -> { });
        second.close();
    }

    @Test
    void aChoiceThatDoesNotWorkIsNotTheOneThatTheNextStartRepeats() {
        refusal = new StartException("No PostgreSQL answers.");
        assertThrows(StartException.class, () -> sequence.open(new Choice.EmptyProject(), sentence -> { }));
        assertTrue(sequence.isFirstStart());
        assertEquals(List.of("servers", "site refused", "site closed", "plant stopped", "servers stopped"), events);
    }

    @Test
    void attachingGoesToTheServersOfTheParxThatRuns() throws Exception {
        new SiteProperties(true, false, java.util.Optional.empty()).write(folders().properties());
        running = true;
        sequence.attach(sentence -> { });
        sequence.close();
        assertEquals(List.of("site attached", "site closed", "plant stopped", "servers stopped"), events);
    }

    @Test
    void attachingStartsTheServersWhereNothingRunsAndKeepsOthersOut() throws Exception {
        new SiteProperties(true, false, java.util.Optional.empty()).write(folders().properties());
        sequence.attach(sentence -> { });
        assertEquals(List.of("servers", "site attached"), events);
        assertThrows(StartException.class, () -> another().open(new Choice.AsBefore(), sentence -> { }));
        sequence.close();
    }

    @Test
    void attachingToNothingSaysSo() {
        StartException e = assertThrows(StartException.class, () -> sequence.attach(sentence -> { }));
        assertTrue(e.getMessage().startsWith("ParX was not set up here yet"), e.getMessage());
    }

    private Folders folders() {
        return new Folders(home.resolve("data"), home.resolve("config"), home.resolve("state"));
    }

    private StartupSequence another() {
        StartupSequence[] made = new StartupSequence[1];
        made[0] = new StartupSequence(new MemorySite(() -> publish(made[0])), new Servers(), new Plant(), folders());
        return made[0];
    }

    private void publish(StartupSequence to) {
        to.bindChannels(new MemoryChannels());
        to.bindStorageRules(new MemoryRules());
        to.bindUsers(() -> new User(1, "ada", User.Role.ADMIN));
        to.bindAcquisition((Acquisition) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[] {Acquisition.class}, (proxy, method, arguments) -> null));
    }

    private final class MemorySite implements Site {
        private final Runnable opened;

        MemorySite(Runnable opened) {
            this.opened = opened;
        }

        @Override
        public void open(Endpoints endpoints, Path spoolFolder, ConfigurationFolder configuration,
                Consumer<String> progress) throws StartException {
            if (refusal != null) {
                events.add("site refused");
                throw refusal;
            }
            opened.run();
        }

        @Override
        public void attach(Endpoints endpoints, Consumer<String> progress) {
            events.add("site attached");
        }

        @Override
        public void close() {
            events.add("site closed");
        }
    }

    private final class Servers implements EmbeddedServers {
        @Override
        public OptionalLong roomLeft() {
            return OptionalLong.empty();
        }

        @Override
        public Endpoints start(Path dataFolder, Consumer<String> progress) {
            events.add("servers");
            return new Endpoints("jdbc:postgresql://127.0.0.1/parx", "parx", "", "");
        }

        @Override
        public java.util.Optional<Endpoints> running(Path dataFolder) {
            return running ? java.util.Optional.of(new Endpoints("jdbc:postgresql://127.0.0.1/parx", "parx", "", ""))
                    : java.util.Optional.empty();
        }

        @Override
        public void stop() {
            events.add("servers stopped");
        }
    }

    private final class Plant implements DemoPlant {
        @Override
        public List<Channel> channels() {
            return List.of(channel("demo-1"), channel("demo-2"));
        }

        @Override
        public List<StorageRule> storageRules() {
            return List.of();
        }

        @Override
        public void start(Path stateFolder) {
            events.add("plant");
        }

        @Override
        public void stop() {
            events.add("plant stopped");
        }

        private static Channel channel(String id) {
            return new Channel(id, id, Protocol.MODBUS, true, Settings.EMPTY, ChannelMetadata.NONE);
        }
    }

    private final class MemoryChannels implements Channels {
        @Override
        public List<Channel> all() {
            return List.copyOf(channels);
        }

        @Override
        public java.util.Optional<Channel> byId(String id) {
            return channels.stream().filter(c -> c.id().equals(id)).findFirst();
        }

        @Override
        public void apply(User by, Collection<Change<Channel>> changes) {
            changes.forEach(change -> channels.add(change.subject()));
        }

        @Override
        public Subscription onChange(Runnable listener) {
            return () -> { };
        }
    }

    private final class MemoryRules implements StorageRules {
        @Override
        public List<StorageRule> all() {
            return List.copyOf(rules);
        }

        @Override
        public void apply(User by, Collection<Change<StorageRule>> changes) {
            changes.forEach(change -> rules.add(change.subject()));
        }

        @Override
        public Subscription onChange(Runnable listener) {
            return () -> { };
        }
    }
}
