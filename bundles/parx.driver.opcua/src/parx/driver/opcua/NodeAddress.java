package parx.driver.opcua;

import static parx.driver.opcua.UaTexts.TEXTS;

import java.util.Base64;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import parx.model.Settings;
import parx.model.SettingsException;

/**
 * Which value of a server a channel shows: a node as OPC UA part 6 writes it, and of an array which element. Knows
 * nothing of the library, so that a form can be checked without it. Immutable, any thread.
 *
 * @param namespaceUri where the address names its namespace by URI; else null
 * @param namespaceIndex where it names it by number; 0 with a URI
 * @param kind         i, s, g or b
 * @param identifier   as written
 * @param index        "3", or "1,4" of a matrix; empty for the value as a whole
 */
record NodeAddress(String namespaceUri, int namespaceIndex, char kind, String identifier, String index) {
    static final int LONGEST = 4_096;
    static final int LONGEST_INDEX = 60;
    private static final long HIGHEST_NUMBER = 0xFFFF_FFFFL;
    private static final Pattern FORM = Pattern.compile("(?:ns=(\\d{1,5});|nsu=([^;]+);)?([isgb])=(.+)", Pattern.DOTALL);
    private static final Pattern INDEX = Pattern.compile("\\d{1,9}(,\\d{1,9}){0,5}");

    /** @throws SettingsException where the config names no node, or no element */
    static NodeAddress of(Settings config) {
        NodeAddress whole = whole(config);
        return new NodeAddress(whole.namespaceUri, whole.namespaceIndex, whole.kind, whole.identifier, index(config));
    }

    /** @throws SettingsException where the config's index is none */
    static String index(Settings config) {
        String index = config.text("index", "").replace(" ", "");
        if (!index.isEmpty() && (index.length() > LONGEST_INDEX || !INDEX.matcher(index).matches())) {
            throw new SettingsException("index", TEXTS.of("index.form", index));
        }
        return index;
    }

    /** The node without an index. @throws SettingsException where the config names none */
    static NodeAddress whole(Settings config) {
        String node = config.text("nodeId", "").strip();
        if (node.isEmpty()) {
            throw new SettingsException("nodeId", TEXTS.of("node.missing"));
        }
        Matcher form = FORM.matcher(node);
        if (node.length() > LONGEST || !form.matches()) {
            throw new SettingsException("nodeId", TEXTS.of("node.form", node));
        }
        int namespace = form.group(1) == null ? 0 : Integer.parseInt(form.group(1));
        char kind = form.group(3).charAt(0);
        if (namespace > 0xFFFF) {
            throw new SettingsException("nodeId", TEXTS.of("node.namespace", node));
        }
        if (!isIdentifier(kind, form.group(4))) {
            throw new SettingsException("nodeId", TEXTS.of(kind == 'i' ? "node.number" : kind == 'g' ? "node.guid" : "node.bytes", node));
        }
        return new NodeAddress(form.group(2) == null ? null : unescaped(form.group(2)), namespace, kind, form.group(4), "");
    }

    private static boolean isIdentifier(char kind, String text) {
        try {
            return switch (kind) {
                case 'i' -> text.matches("\\d{1,10}") && Long.parseLong(text) <= HIGHEST_NUMBER;
                case 'g' -> UUID.fromString(text) != null;
                case 'b' -> Base64.getDecoder().decode(text).length > 0;
                default -> true;
            };
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** A semicolon in a URI would end it, hence part 6 writes it so. */
    private static String unescaped(String uri) {
        return uri.replace("%3B", ";").replace("%3b", ";").replace("%25", "%");
    }

    /** "ns=2;s=Line.Speed[3]". */
    String describe() {
        return node() + (index.isEmpty() ? "" : "[" + index + "]");
    }

    /** The node alone, as it is written in a config. */
    String node() {
        String namespace = namespaceUri != null ? "nsu=" + namespaceUri.replace("%", "%25").replace(";", "%3B") + ";"
                : namespaceIndex == 0 ? "" : "ns=" + namespaceIndex + ";";
        return namespace + kind + "=" + identifier;
    }
}
