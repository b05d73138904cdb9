package parx.driver.ethernetip;

import static parx.driver.ethernetip.EthernetIpTexts.TEXTS;

import java.util.ArrayList;
import java.util.List;
import parx.model.Settings;
import parx.model.SettingsException;

/**
 * The way from the network socket to the controller: pairs of a port and the address behind it, such as the backplane
 * and a slot. Empty where the device itself holds the tags. Immutable, any thread.
 */
record Route(List<Hop> hops) {
    private static final int BACKPLANE = 1;
    private static final int MOST_HOPS = 8;
    private static final int EXTENDED_PORT = 15;
    private static final int ADDRESS_OF_SEVERAL_BYTES = 0x10;

    /** @param port 1 is mostly the backplane, 2 the network @param address a slot or node number, or a host */
    record Hop(int port, String address) {
        private boolean isNumber() {
            return address.matches("[0-9]{1,3}");
        }

        private void encode(WireWriter out) {
            int port = Math.min(this.port, EXTENDED_PORT);
            if (isNumber()) {
                out.u8(port);
            } else {
                out.u8(port | ADDRESS_OF_SEVERAL_BYTES).u8(address.length());
            }
            if (port == EXTENDED_PORT) {
                out.u16(this.port);
            }
            if (isNumber()) {
                out.u8(Integer.parseInt(address));
            } else {
                out.text(address);
            }
            out.pad();
        }
    }

    /** @throws SettingsException with a sentence */
    static Route of(Settings settings) {
        String path = settings.nonBlank("path", "");
        int slot = settings.within("slot", TEXTS.of("device.slot"), 0, 0, 255);
        if (path.isEmpty()) {
            return new Route(List.of(new Hop(BACKPLANE, Integer.toString(slot))));
        }
        if (path.equalsIgnoreCase("none")) {
            return new Route(List.of());
        }
        String[] words = path.split("[,/ ]+");
        if (words.length % 2 != 0 || words.length > 2 * MOST_HOPS) {
            throw wrong(path);
        }
        List<Hop> hops = new ArrayList<>();
        for (int i = 0; i < words.length; i += 2) {
            hops.add(hop(path, words[i], words[i + 1]));
        }
        return new Route(List.copyOf(hops));
    }

    private static Hop hop(String path, String port, String address) {
        boolean portFits = port.matches("[0-9]{1,5}") && Integer.parseInt(port) >= 1 && Integer.parseInt(port) <= 0xFFFF;
        boolean addressFits = address.matches("[0-9]{1,3}") ? Integer.parseInt(address) <= 255
                : address.matches("[0-9A-Za-z.:-]{1,64}");
        if (!portFits || !addressFits) {
            throw wrong(path);
        }
        return new Hop(Integer.parseInt(port), address);
    }

    private static SettingsException wrong(String path) {
        return new SettingsException("path", TEXTS.of("path.unknown", path));
    }

    boolean isEmpty() {
        return hops.isEmpty();
    }

    /** Port segments, a whole number of words. */
    byte[] encode() {
        WireWriter out = new WireWriter();
        hops.forEach(hop -> hop.encode(out));
        return out.done();
    }

    /** "slot 0", "path 1,3,2,192.168.2.5,1,0", or empty where there is none. */
    String describe() {
        if (hops.size() == 1 && hops.getFirst().port == BACKPLANE && hops.getFirst().isNumber()) {
            return "slot " + hops.getFirst().address;
        }
        return isEmpty() ? "" : "path " + String.join(",", hops.stream().map(hop -> hop.port + "," + hop.address).toList());
    }
}
