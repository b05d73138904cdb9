package parx.service;

/**
 * Where the databases are. Immutable, any thread. Passwords are in memory only.
 *
 * @param jdbcUrl  of PostgreSQL, {@code jdbc:postgresql://host:port/database}
 * @param redisUri {@code redis://[user[:password]@]host:port}, or empty to do without Redis
 */
public record Endpoints(String jdbcUrl, String user, String password, String redisUri) {
    @Override
    public String toString() {
        return "Endpoints[" + jdbcUrl + ", " + user + "]";
    }
}
