package parx.model;

import java.util.Optional;

/** The protocols of the specification (channels.protocol). Immutable, any thread. */
public enum Protocol {
    MODBUS("modbus", "Modbus"),
    ETHERNET_IP("ethernet-ip", "EtherNet/IP"),
    OPC_UA("opcua", "OPC UA"),
    MQTT("mqtt", "MQTT"),
    EGD("egd", "EGD");

    private final String key;
    private final String label;

    Protocol(String key, String label) {
        this.key = key;
        this.label = label;
    }

    /** As written in the database. */
    public String key() {
        return key;
    }

    /** As shown to people. */
    public String label() {
        return label;
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
