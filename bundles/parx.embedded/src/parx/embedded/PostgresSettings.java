package parx.embedded;

/** The postgresql.conf of a workstation. Pure function, any thread. */
final class PostgresSettings {
    private PostgresSettings() {
    }

    /** @param processors of this machine */
    static String file(int port, int processors) {
        return """
                # Written by ParX at every start. Your own settings go into local.conf beside this file.
                listen_addresses = '127.0.0.1'
                port = %d
                cluster_name = 'ParX embedded'
                unix_socket_directories = ''
                max_connections = 40
                password_encryption = 'scram-sha-256'

                shared_buffers = 256MB
                work_mem = 16MB
                maintenance_work_mem = 128MB
                effective_cache_size = 1GB
                random_page_cost = 1.1
                jit = off
                max_parallel_workers_per_gather = %d

                # A committed sample survives a power cut. Nobody replicates a workstation, which saves much WAL.
                fsync = on
                synchronous_commit = on
                full_page_writes = on
                wal_level = minimal
                max_wal_senders = 0
                wal_compression = on
                wal_buffers = 16MB
                min_wal_size = 128MB
                max_wal_size = 1GB
                checkpoint_timeout = 10min

                timezone = 'UTC'
                log_timezone = 'UTC'
                datestyle = 'iso, ymd'
                lc_messages = 'C'
                # ParX reads the server's output and bounds its file.
                log_destination = 'stderr'
                logging_collector = off
                log_line_prefix = '%%m [%%p] '
                log_checkpoints = off

                include_if_exists = 'local.conf'
                """.formatted(port, Math.max(0, Math.min(2, processors / 2)));
    }
}
