package parx.model;

import static parx.model.RuleSetting.setting;

import java.util.List;
import parx.model.RuleSetting.Choice;
import parx.model.RuleSetting.Condition;
import parx.model.RuleSetting.Kind;

/** What the config of a storage rule holds for its back end, in an object named as it. Pure data, any thread. */
public final class BackendSettings {
    private static final int LONGEST_PATH = 1_000;

    public static final RuleSetting FILE_PATH = setting("file.path", "Folder").text(LONGEST_PATH).required()
            .help("Files are made in this folder and nowhere else.");
    public static final RuleSetting FILE_FORMAT = setting("file.format", "Format").choice(new Choice("csv", "CSV"),
            new Choice("parquet", "Parquet")).standard("csv").help("CSV for people and spreadsheets, Parquet for analysis.");
    public static final RuleSetting FILE_NAMING = setting("file.naming", "File names").text(LONGEST_PATH)
            .help("A name with places: {timestamp}, {rule}, {coilId} and every info field of the recording.");
    public static final RuleSetting FILE_ROTATION = setting("file.rotation.type", "New file").choice(
            new Choice("size", "by size"), new Choice("time", "by time"), new Choice("batch", "per recording or batch"))
            .standard("size").help("When a new file begins.");
    public static final RuleSetting FILE_MAX_SIZE = setting("file.rotation.maxSize", "Largest file").text(20).standard("100MB")
            .onlyIf(new Condition(FILE_ROTATION, List.of("size"))).help("Such as 500KB, 100MB, 2GB.");
    public static final RuleSetting FILE_INTERVAL = setting("file.rotation.interval", "Time per file").text(20).standard("1h")
            .onlyIf(new Condition(FILE_ROTATION, List.of("time"))).help("Such as 15min, 1h, 1d.");

    public static final RuleSetting INFLUX_URL = setting("influxdb.url", "Address").text(LONGEST_PATH).required()
            .help("Such as http://influx.example:8086.");
    public static final RuleSetting INFLUX_DATABASE = setting("influxdb.database", "Database").text(200).required()
            .help("The database of InfluxDB 1, or the bucket that is mapped to one.");
    public static final RuleSetting INFLUX_RETENTION_POLICY = setting("influxdb.retentionPolicy", "Retention policy").text(200)
            .help("Empty for the database's own.");
    public static final RuleSetting INFLUX_MEASUREMENT = setting("influxdb.measurement", "Measurement").text(200)
            .standard("channel_data").help("The name under which samples are written.");
    public static final RuleSetting INFLUX_USER = setting("influxdb.user", "User").text(200)
            .help("Empty where none is needed, or a token is given.");
    public static final RuleSetting INFLUX_PASSWORD = setting("influxdb.password", "Password").text(1_000).kind(Kind.SECRET)
            .help("Of this user; or where it stands: ${env:PARX_SECRET_NAME}, ${file:name}.");
    public static final RuleSetting INFLUX_TOKEN = setting("influxdb.token", "Token").text(1_000).kind(Kind.SECRET)
            .help("In place of user and password; or where it stands: ${env:PARX_SECRET_NAME}, ${file:name}.");

    private BackendSettings() {
    }

    /** In the order of the form. */
    public static List<RuleSetting> of(StorageRule.Backend backend) {
        return switch (backend) {
            case TIMESCALEDB -> List.of();
            case FILE -> List.of(FILE_PATH, FILE_FORMAT, FILE_NAMING, FILE_ROTATION, FILE_MAX_SIZE, FILE_INTERVAL);
            case INFLUXDB -> List.of(INFLUX_URL, INFLUX_DATABASE, INFLUX_RETENTION_POLICY, INFLUX_MEASUREMENT,
                    INFLUX_USER, INFLUX_PASSWORD, INFLUX_TOKEN);
        };
    }
}
