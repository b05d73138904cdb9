package parx.persistence.internal.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parx.persistence.TestDatabase;

/** The specification's tables as PostgreSQL has them, with TimescaleDB or without. */
class SpecifiedSchemaTest {
    private static TestDatabase database;

    @BeforeAll
    static void create() {
        database = TestDatabase.migrated();
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @Test
    void tablesHaveTheSpecifiedColumnsInTheirOrder() {
        columns("users", "id integer!", "username character varying(50)!", "password_hash character varying(255)!",
                "role character varying(20)!", "name character varying(100)", "email character varying(100)",
                "enabled boolean", "created_at timestamp without time zone", "updated_at timestamp without time zone",
                "last_login timestamp without time zone");
        columns("refresh_tokens", "id integer!", "user_id integer!", "token character varying(500)!",
                "expires_at timestamp without time zone!", "created_at timestamp without time zone", "revoked boolean");
        columns("channels", "id character varying(50)!", "name character varying(100)!",
                "protocol character varying(20)!", "enabled boolean", "config jsonb!", "metadata jsonb",
                "created_by integer", "created_at timestamp without time zone",
                "updated_at timestamp without time zone");
        columns("storage_rules", "id character varying(50)!", "name character varying(100)!", "enabled boolean",
                "backend character varying(20)!", "mode character varying(20)!", "channels text[]!", "config jsonb!",
                "created_by integer", "created_at timestamp without time zone",
                "updated_at timestamp without time zone");
        columns("dashboards", "id character varying(50)!", "name character varying(100)!", "description text",
                "user_id integer", "shared boolean", "layout jsonb!", "created_at timestamp without time zone",
                "updated_at timestamp without time zone");
        columns("derived_signals", "id character varying(50)!", "name character varying(100)!", "formula text!",
                "units character varying(20)", "description text", "source_channels text[]!", "created_by integer",
                "created_at timestamp without time zone", "updated_at timestamp without time zone");
        columns("batches", "id character varying(50)!", "start_time timestamp without time zone!",
                "end_time timestamp without time zone", "status character varying(20)", "metadata jsonb",
                "created_at timestamp without time zone", "updated_at timestamp without time zone");
        columns("audit_log", "id integer!", "user_id integer", "action character varying(50)!",
                "resource_type character varying(50)!", "resource_id character varying(50)", "changes jsonb",
                "ip_address inet", "created_at timestamp without time zone");
        columns("channel_data", "time timestamp with time zone!", "channel_id character varying(50)!",
                "value double precision!", "quality character varying(10)!", "keep_days smallint");
        columns("alarms", "time timestamp with time zone!", "id character varying(50)!",
                "channel_id character varying(50)!", "severity character varying(20)!", "message text!",
                "acknowledged boolean", "acknowledged_by integer", "acknowledged_at timestamp with time zone");
        columns("batch_data", "time timestamp with time zone!", "batch_id character varying(50)!",
                "channel_id character varying(50)!", "value double precision!", "quality character varying(10)!");
    }

    @Test
    void aggregatesBeginWithTheSpecifiedColumns() {
        String all = String.join(",", database.query("SELECT attname FROM pg_attribute WHERE attnum > 0"
                + " AND attrelid = 'channel_data_1m'::regclass ORDER BY attnum"));
        String second = String.join(",", database.query("SELECT attname FROM pg_attribute WHERE attnum > 0"
                + " AND attrelid = 'channel_data_1s'::regclass ORDER BY attnum"));
        assertEquals("bucket,channel_id,avg_value,min_value,max_value,stddev_value,sample_count,bad_count,"
                + "uncertain_count,first_value,last_value", all);
        assertEquals("bucket,channel_id,avg_value,min_value,max_value,sample_count,bad_count,uncertain_count,"
                + "first_value,last_value", second);
    }

    @Test
    void everySpecifiedIndexExists() {
        List<String> indexes = database.query("SELECT indexname FROM pg_indexes WHERE schemaname = 'public'");
        for (String index : List.of("idx_users_username", "idx_users_role", "idx_refresh_tokens_user_id",
                "idx_refresh_tokens_token", "idx_channels_protocol", "idx_channels_enabled", "idx_channels_config",
                "idx_storage_rules_enabled", "idx_storage_rules_backend", "idx_dashboards_user_id",
                "idx_dashboards_shared", "idx_derived_signals_name", "idx_batches_start_time", "idx_batches_status",
                "idx_audit_log_user_id", "idx_audit_log_created_at", "idx_audit_log_resource",
                "idx_channel_data_channel_id", "idx_alarms_channel_id", "idx_alarms_severity",
                "idx_alarms_acknowledged", "idx_batch_data_batch_id", "channel_data_pkey", "alarms_pkey",
                "batch_data_pkey")) {
            assertTrue(indexes.contains(index), index + " is missing in " + indexes);
        }
    }

    @Test
    void wordsOutsideTheSpecificationAreRefused() {
        for (String insert : List.of(
                "INSERT INTO users (username, password_hash, role) VALUES ('x', '!', 'guest')",
                "INSERT INTO channels (id, name, protocol, config) VALUES ('x', 'x', 'profinet', '{}')",
                "INSERT INTO storage_rules (id, name, backend, mode, channels, config) VALUES ('x', 'x', 'oracle',"
                        + " 'change', '{}', '{}')",
                "INSERT INTO storage_rules (id, name, backend, mode, channels, config) VALUES ('x', 'x', 'file',"
                        + " 'never', '{}', '{}')",
                "INSERT INTO batches (id, start_time, status) VALUES ('x', now(), 'lost')",
                "INSERT INTO channel_data VALUES (now(), 'x', 1, 'FINE')",
                "INSERT INTO alarms (time, id, channel_id, severity, message) VALUES (now(), 'x', 'x', 'LOUD', 'x')")) {
            String refusal = assertThrows(IllegalStateException.class, () -> database.execute(insert)).getMessage();
            assertTrue(refusal.contains("check constraint"), refusal);
        }
    }

    private static void columns(String table, String... expected) {
        List<String> found = database.query("SELECT attname || ' ' || format_type(atttypid, atttypmod)"
                + " || CASE WHEN attnotnull THEN '!' ELSE '' END FROM pg_attribute WHERE attnum > 0 AND NOT attisdropped"
                + " AND attrelid = '" + table + "'::regclass ORDER BY attnum");
        assertEquals(List.of(expected), found, table);
    }
}
