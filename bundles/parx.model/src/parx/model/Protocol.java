package parx.model;

import java.util.Optional;

/** The protocols of the specification (channels.protocol). Immutable, any thread. */
public enum Protocol {
    MODBUS("modbus", "Modbus", true),
    ETHERNET_IP("ethernet-ip", "EtherNet/IP", false),
    OPC_UA("opcua", "OPC UA", false),
    MQTT("mqtt", "MQTT", false),
    EGD("egd", "EGD", false);

    private final String key;
    private final String label;
    private final boolean wholeWithoutType;

    Protocol(String key, String label, boolean wholeWithoutType) {
        this.key = key;
        this.label = label;
        this.wholeWithoutType = wholeWithoutType;
    }

    /** As written in the database. */
    public String key() {
        return key;
    }

    /** As shown to people. */
    public String label() {
        return label;
    }

    /** Whether a channel without a data type reads whole numbers, as the registers and bits of Modbus are. */
    public boolean isWholeWithoutType() {
        return wholeWithoutType;
    }

    public static Optional<Protocol> of(String key) {
        for (Protocol protocol : values()) {
            if (protocol.key.equals(key)) {
                return Optional.of(protocol);
            }
        }
        return Optional.empty();
    }
}
