package parx.ui.channels.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import parx.driver.Connection;
import parx.driver.Driver;
import parx.driver.DriverContext;
import parx.driver.Reading;
import parx.driver.Setting;
import parx.driver.Setting.Choice;
import parx.driver.SettingProblem;
import parx.model.Protocol;
import parx.model.Reason;
import parx.model.Settings;
import parx.model.SettingsException;

/** A driver with settings of every kind and no device behind it. Any thread. */
final class PlantDriver implements Driver {
    /** How often each thread asked about a channel's settings. */
    final Map<Thread, AtomicInteger> askedOn = new ConcurrentHashMap<>();
    volatile CountDownLatch mayAnswer = new CountDownLatch(0);
    volatile Settings tested = Settings.EMPTY;
    volatile Reading answer = new Reading(new byte[] {0x0F, (byte) 0xA0, 0x00, 0x00}, 4000, Optional.empty(), Reason.NONE, "",
            List.of("CDAB: 4000.5"), 3_200);

    @Override
    public Protocol protocol() {
        return Protocol.MODBUS;
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                Setting.device("transport", "Transport").choice(new Choice("tcp", "Modbus TCP"), new Choice("rtu", "Serial RTU"))
                        .standard("tcp").help("How the device is wired."),
                Setting.device("host", "Host").text(255).required().onlyIf("transport=tcp").help("Name or IP address of the device."),
                Setting.device("port", "Port").integer(1, 65535).standard(502).onlyIf("transport=tcp").help("TCP port, 502 for nearly every device."),
                Setting.device("serialPort", "Serial port").text(255).required().onlyIf("transport=rtu").help("Such as /dev/ttyUSB0 or COM3."),
                Setting.channel("unitId", "Unit").integer(0, 255).standard(1).help("The unit behind a gateway; 1 for most devices."),
                Setting.channel("register", "Register").integer(0, 465536).required().help("The specification's notation: 40001 is the first holding register."),
                Setting.channel("dataType", "Data type").choice(new Choice("int16", "16 bit, signed"), new Choice("float", "32 bit float"),
                        new Choice("string", "Text")).standard("int16").help("How the device packs the value."),
                Setting.channel("byteOrder", "Byte order").choice(new Choice("ABCD", "ABCD (big-endian)"), new Choice("CDAB", "CDAB (words swapped)"))
                        .standard("ABCD").onlyIf("dataType=float").help("Use Test to see which order gives a sensible value."),
                Setting.channel("length", "Length").integer(1, 125).standard(8).onlyIf("dataType=string").help("Registers that the text fills."),
                Setting.channel("scanRate", "Scan rate").integer(10, 3_600_000).unit("ms").help("Overrides the connection's scan rate for this channel."),
                Setting.connection("scanRate", "Scan rate").integer(10, 3_600_000).unit("ms").standard(1000).help("How often the device is read."),
                Setting.connection("timeout", "Time-out").integer(50, 60_000).unit("ms").standard(1000).help("How long to wait for an answer."),
                Setting.connection("keepOpen", "Keep the connection open").flag().standard(true).help("Some devices close it themselves."));
    }

    @Override
    public String connectionName(Settings config) {
        asked();
        if (config.text("transport", "tcp").equals("rtu")) {
            return "modbus rtu " + config.text("serialPort").orElseThrow(() -> new SettingsException("serialPort", "The serial port is missing"));
        }
        return "modbus tcp " + config.text("host").orElseThrow(() -> new SettingsException("host", "The host is missing"))
                + ":" + config.integer("port", 502);
    }

    @Override
    public List<SettingProblem> check(Settings config) {
        List<SettingProblem> problems = new ArrayList<>();
        if (config.integer("register", 0) == 465_000) {
            problems.add(new SettingProblem("register", "No device has this register"));
        }
        return problems;
    }

    @Override
    public String describeAddress(Settings config) {
        asked();
        int register = config.integer("register", -1);
        return register < 0 ? "" : "holding " + register + " (address " + (register - 40_001) + "), " + config.text("dataType", "int16")
                + ", unit " + config.integer("unitId", 1);
    }

    @Override
    public Connection connect(Settings connection, DriverContext context) {
        throw new UnsupportedOperationException("nothing here reads continuously");
    }

    @Override
    public Reading test(Settings config, Duration limit) {
        tested = config;
        try {
            if (!mayAnswer.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return Reading.failed(Reason.TIMEOUT, "Nobody answered", limit.toNanos() / 1_000);
            }
        } catch (InterruptedException e) {
            return Reading.failed(Reason.TIMEOUT, "Interrupted", 0);
        }
        return answer;
    }

    private void asked() {
        askedOn.computeIfAbsent(Thread.currentThread(), thread -> new AtomicInteger()).incrementAndGet();
    }
}
