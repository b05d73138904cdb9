package parx.simulator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import parx.model.Channel;
import parx.model.ChannelMetadata;
import parx.model.Protocol;
import parx.model.Settings;
import parx.model.StorageRule;
import parx.simulator.Point.Table;
import parx.simulator.Point.Type;

/** The demo's channels and storage rules, from the register map and the controller's tags. Pure functions, any thread. */
final class DemoChannels {
    private static final int FAST_MILLIS = 200;
    private static final int SLOW_MILLIS = 1000;
    private static final String KEPT = "30d";
    private static final Set<String> AT_CONTROLLER = Set.of("Entry speed", "Process speed", "Tank 1 temperature", "Strip length",
            "Electrical energy", "Line runs", "Coil in process");

    private DemoChannels() {
    }

    /** @param port of Modbus @param cipPort of the line's controller for EtherNet/IP */
    static List<Channel> channels(int port, int cipPort) {
        List<Channel> channels = new ArrayList<>();
        for (Point point : RegisterMap.points()) {
            channels.add(new Channel(point.id(), point.name(), Protocol.MODBUS, true, config(point, port), metadata(point, point.line())));
        }
        int number = 1;
        for (Point point : atController()) {
            channels.add(new Channel("plc-%03d".formatted(number++), point.name() + " (PLC)", Protocol.ETHERNET_IP, true,
                    tag(point, cipPort), metadata(point, "Controller")));
        }
        return List.copyOf(channels);
    }

    /** What is read from the controller too, one of each kind. */
    static List<Point> atController() {
        return RegisterMap.points().stream().filter(point -> AT_CONTROLLER.contains(point.name())).toList();
    }

    private static Settings tag(Point point, int cipPort) {
        return Settings.with("host", "127.0.0.1", "port", cipPort, "slot", 0, "tagName",
                "Program:" + PlantTag.PROGRAM + "." + PlantTag.name(point), "dataType", PlantTag.type(point).name(),
                Channel.SCAN_RATE, point.fast() ? FAST_MILLIS : SLOW_MILLIS);
    }

    static List<StorageRule> storageRules() {
        return List.of(
                rule("demo-fast", "Pickling line: speeds and tensions, every sample", StorageRule.Mode.CONTINUOUS,
                        Settings.with("interval", 0, "retention", KEPT), p -> numeric(p) && p.fast() && !p.stepped()),
                rule("demo-slow", "Pickling line: process values, once a second", StorageRule.Mode.CONTINUOUS,
                        Settings.with("interval", SLOW_MILLIS, "retention", KEPT),
                        p -> numeric(p) && !p.fast() && !p.stepped()),
                rule("demo-change", "Pickling line: states, setpoints and coil data, when they change",
                        StorageRule.Mode.CHANGE, Settings.with("deadband", 0, "retention", KEPT),
                        p -> numeric(p) && p.stepped()));
    }

    private static StorageRule rule(String id, String name, StorageRule.Mode mode, Settings config,
            Predicate<Point> covered) {
        return new StorageRule(id, name, true, StorageRule.Backend.TIMESCALEDB, mode,
                RegisterMap.points().stream().filter(covered).map(Point::id).toList(), config);
    }

    private static boolean numeric(Point point) {
        return point.type() != Type.TEXT;
    }

    private static Settings config(Point point, int port) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("host", "127.0.0.1");
        config.put("port", port);
        config.put("unitId", RegisterMap.UNIT);
        boolean bit = point.type() == Type.BIT;
        config.put("register", register(point.table(), bit ? point.address() / 16 : point.address()));
        config.put("dataType", point.type().key());
        if (bit) {
            config.put("bit", point.address() % 16);
        }
        if (point.type().lessSignificantFirst()) {
            config.put("byteOrder", "CDAB");
        }
        if (point.type() == Type.TEXT) {
            config.put("length", Point.TEXT_CHARACTERS);
        }
        if (point.factor() != 1) {
            config.put("scaling", Settings.with("factor", point.factor(), "offset", 0));
        }
        config.put(Channel.SCAN_RATE, point.fast() ? FAST_MILLIS : SLOW_MILLIS);
        return Settings.of(config);
    }

    /** As a data sheet writes it: counted from 1, the table in the first digit. A coil's leading zeros need a text. */
    private static Object register(Table table, int address) {
        return switch (table) {
            case COIL -> "%05d".formatted(address + 1);
            case DISCRETE -> 10_001 + address;
            case INPUT -> 30_001 + address;
            case HOLDING -> 40_001 + address;
        };
    }

    private static ChannelMetadata metadata(Point point, String line) {
        List<Object> pairs = new ArrayList<>(List.of("area", "Pickling line", "line", line, "description",
                point.description(), "stepped", point.stepped()));
        if (numeric(point)) {
            pairs.addAll(List.of("units", point.units(), "decimals", point.decimals()));
        }
        if (!Double.isNaN(point.low())) {
            pairs.addAll(List.of("low", point.low(), "high", point.high()));
        }
        return new ChannelMetadata(Settings.with(pairs.toArray()));
    }
}
