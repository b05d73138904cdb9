package parx.persistence.internal.file;

import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import parx.model.Settings;
import parx.model.StorageRule.Backend;
import parx.persistence.internal.backend.StoresFixture;
import parx.service.RuleStore;

/** A process that stores rows and says how many are safe, until it is killed. */
final class KilledWriter {
    private KilledWriter() {
    }

    /** @param arguments the site's folder and that of the files */
    public static void main(String[] arguments) {
        StoresFixture site = new StoresFixture(Path.of(arguments[0]));
        RuleStore store = site.open(StoresFixture.rule("coils", Backend.FILE, "file", Settings.with("path", arguments[1],
                "rotation", Settings.with("type", "size", "maxSize", "300KB"))));
        System.out.println("start " + site.start);
        for (int row = 0;; row += 100) {
            site.store(store, row, 100);
            System.out.println(store.status().committed());
            LockSupport.parkNanos(200_000);
        }
    }
}
