package parx.startup.internal;

import static parx.startup.internal.StartupTexts.TEXTS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.model.ConfigurationFolder;
import parx.model.Sentence;
import parx.model.Settings;
import parx.model.StorageRule;
import parx.service.Acquisition;
import parx.service.Change;
import parx.service.Channels;
import parx.service.ConfigurationException;
import parx.service.DemoPlant;
import parx.service.EmbeddedServers;
import parx.service.Endpoints;
import parx.service.Site;
import parx.service.StartException;
import parx.service.StorageRules;
import parx.service.Users;
import parx.startup.Folders;
import parx.startup.Startup;

/** The order in which the parts of a site come up and go down. Thread-safe: one open or close at a time. */
@Component(service = { Startup.class, ConfigurationFolder.class })
public final class StartupSequence implements Startup, ConfigurationFolder {
    private static final Logger LOG = LoggerFactory.getLogger(StartupSequence.class);
    /** Publishing a service is a matter of milliseconds; a part that needs longer than this has failed. */
    private static final Duration SERVICE_LIMIT = Duration.ofSeconds(30);

    private final Site site;
    private final EmbeddedServers servers;
    private final DemoPlant demoPlant;
    private final Folders folders;
    private final Arrival<Channels> channels = new Arrival<>();
    private final Arrival<StorageRules> storageRules = new Arrival<>();
    private final Arrival<Users> users = new Arrival<>();
    private final Arrival<Acquisition> acquisition = new Arrival<>();
    private SiteLock lock;

    @Activate
    public StartupSequence(@Reference Site site, @Reference EmbeddedServers servers, @Reference DemoPlant demoPlant) {
        this(site, servers, demoPlant, Folders.standard());
    }

    StartupSequence(Site site, EmbeddedServers servers, DemoPlant demoPlant, Folders folders) {
        this.folders = folders;
        this.site = site;
        this.servers = servers;
        this.demoPlant = demoPlant;
    }

    @Override
    public boolean isFirstStart() {
        return !Files.exists(folders.properties());
    }

    @Override
    public Path path() {
        return folders.config();
    }

    @Override
    public Folders folders() {
        return folders;
    }

    @Override
    public Optional<Endpoints> existingServers() throws StartException {
        return SiteProperties.read(folders.properties()).flatMap(SiteProperties::endpoints);
    }

    @Override
    public synchronized void open(Choice choice, Consumer<String> progress) throws StartException {
        Optional<SiteProperties> before = SiteProperties.read(folders.properties());
        SiteProperties wanted = wanted(choice, before);
        try {
            start(wanted, choice, progress);
        } catch (StartException | RuntimeException e) {
            // Half a site is worse than none: the next try must find free ports and an unlocked data folder.
            close();
            throw e;
        }
        // Written last: a choice that does not work must not be the one that every later start repeats.
        if (!before.equals(Optional.of(wanted))) {
            wanted.write(folders.properties());
        }
    }

    private SiteProperties wanted(Choice choice, Optional<SiteProperties> before) throws StartException {
        return switch (choice) {
            case Choice.AsBefore ignored -> before.orElseThrow(this::notSetUp);
            case Choice.DemoPlant ignored -> new SiteProperties(true, true, Optional.empty());
            case Choice.EmptyProject ignored -> new SiteProperties(true, false, Optional.empty());
            case Choice.Own ignored -> new SiteProperties(true, holdsDemo(before), Optional.empty());
            // Whoever comes back to ParX's own databases finds the demo plant there.
            case Choice.Existing existing -> new SiteProperties(false, holdsDemo(before), Optional.of(existing.endpoints()));
        };
    }

    private static boolean holdsDemo(Optional<SiteProperties> before) {
        return before.isPresent() && before.get().demo();
    }

    private StartException notSetUp() {
        return new StartException(TEXTS.of("start.notSetUp", folders.properties()));
    }

    @Override
    public Choice next() throws StartException {
        SiteProperties properties = SiteProperties.read(folders.properties()).orElseThrow(this::notSetUp);
        return properties.endpoints().<Choice>map(Choice.Existing::new).orElse(new Choice.Own());
    }

    @Override
    public synchronized void choose(Choice next) throws StartException {
        wanted(next, SiteProperties.read(folders.properties())).write(folders.properties());
    }

    @Override
    public synchronized void attach(Consumer<String> progress) throws StartException {
        SiteProperties properties = SiteProperties.read(folders.properties()).orElseThrow(this::notSetUp);
        try {
            site.attach(properties.embedded() ? runningOrStarted(progress) : properties.endpoints().orElseThrow(), progress);
        } catch (StartException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private Endpoints runningOrStarted(Consumer<String> progress) throws StartException {
        Optional<Endpoints> running = servers.running(folders.data());
        if (running.isPresent()) {
            return running.get();
        }
        lock = SiteLock.claim(folders.data().resolve("in-use.lock"));
        return servers.start(folders.data(), progress);
    }

    private void start(SiteProperties wanted, Choice choice, Consumer<String> progress) throws StartException {
        createFolders();
        if (lock == null) {
            lock = SiteLock.claim(folders.data().resolve("in-use.lock"));
        }
        Thread demo = wanted.embedded() && wanted.demo() ? startDemoPlant(progress) : null;
        Endpoints endpoints = wanted.embedded() ? servers.start(folders.data(), progress) : wanted.endpoints().orElseThrow();
        progress.accept(TEXTS.text("progress.database"));
        site.open(endpoints, folders.spool(), this, progress);
        acquisition.await(SERVICE_LIMIT, TEXTS.of("start.noAcquisition", folders.logs()));
        if (demo != null) {
            join(demo);
        }
        // A person who deleted the rule or the demo's channels does not want them back at the next start; a database
        // without channels is new, however it was chosen.
        Channels known = channels.await(SERVICE_LIMIT, TEXTS.of("start.noChannels"));
        if (!(choice instanceof Choice.AsBefore) || known.all().isEmpty()) {
            addDefaultRule();
        }
        if (choice instanceof Choice.DemoPlant) {
            addDemoChannels(known);
        }
    }

    /** The demo plant starts beside the databases; without it the workstation is still of use. */
    private Thread startDemoPlant(Consumer<String> progress) {
        progress.accept(TEXTS.text("progress.demo"));
        return Thread.ofPlatform().name("start-demo-plant").start(() -> {
            try {
                demoPlant.start(folders.state());
            } catch (StartException e) {
                LOG.error("The demo plant did not start: {}", e.getMessage(), e);
                progress.accept(e.getMessage());
            }
        });
    }

    private static void join(Thread thread) throws StartException {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException(TEXTS.of("start.cancelled"), e);
        }
    }

    private void addDemoChannels(Channels known) throws StartException {
        if (!known.all().isEmpty()) {
            return;
        }
        Users people = users.await(SERVICE_LIMIT, TEXTS.of("start.noUsers"));
        StorageRules rules = storageRules.await(SERVICE_LIMIT, TEXTS.of("start.noRules"));
        try {
            // Rules may be there already, and edited since, where only the channels were deleted.
            Set<String> taken = rules.all().stream().map(StorageRule::id).collect(Collectors.toSet());
            rules.apply(people.current(), Change.adding(demoPlant.storageRules().stream().filter(rule -> !taken.contains(rule.id())).toList()));
            known.apply(people.current(), Change.adding(demoPlant.channels()));
        } catch (ConfigurationException e) {
            throw new StartException(TEXTS.of("start.demoChannels", Sentence.of(e)), e);
        }
    }

    /** What is acquired is kept unless somebody decides otherwise. */
    private void addDefaultRule() throws StartException {
        StorageRules rules = storageRules.await(SERVICE_LIMIT, TEXTS.of("start.noRules"));
        if (!rules.all().isEmpty()) {
            return;
        }
        try {
            rules.apply(users.await(SERVICE_LIMIT, TEXTS.of("start.noUsers")).current(), List.of(Change.add(new StorageRule(
                    "default", TEXTS.text("rule.default"), true, StorageRule.Backend.TIMESCALEDB,
                    StorageRule.Mode.CHANGE, List.of(StorageRule.EVERY_CHANNEL),
                    Settings.with("deadband", 0, "unlessOther", true, "retention", "90d")))));
        } catch (ConfigurationException e) {
            throw new StartException(TEXTS.of("start.defaultRule", Sentence.of(e)), e);
        }
    }

    private void createFolders() throws StartException {
        for (Path folder : List.of(folders.data(), folders.config(), folders.state(), folders.logs(), folders.spool())) {
            try {
                Files.createDirectories(folder);
            } catch (IOException e) {
                throw new StartException(TEXTS.of("start.folder", folder, e.getMessage()), e);
            }
        }
    }

    @Override
    public synchronized void close() {
        site.close();
        demoPlant.stop();
        servers.stop();
        if (lock != null) {
            lock.close();
            lock = null;
        }
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindChannels(Channels service) {
        channels.came(service);
    }

    void unbindChannels(Channels service) {
        channels.went(service);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindStorageRules(StorageRules service) {
        storageRules.came(service);
    }

    void unbindStorageRules(StorageRules service) {
        storageRules.went(service);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindUsers(Users service) {
        users.came(service);
    }

    void unbindUsers(Users service) {
        users.went(service);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindAcquisition(Acquisition service) {
        acquisition.came(service);
    }

    void unbindAcquisition(Acquisition service) {
        acquisition.went(service);
    }
}
