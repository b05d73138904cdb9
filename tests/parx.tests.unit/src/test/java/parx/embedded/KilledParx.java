package parx.embedded;

import java.nio.file.Path;

/** A ParX of its own that starts the servers and waits to be killed. Started by a test. */
final class KilledParx {
    private KilledParx() {
    }

    public static void main(String[] arguments) throws Exception {
        LocalServers.fromClassPath().start(Path.of(arguments[0]), text -> { });
        System.out.println("started");
        System.in.read();
    }
}
