package parx.driver.ethernetip;

import static parx.driver.ethernetip.EthernetIpTexts.TEXTS;

import java.util.Arrays;
import java.util.stream.Collectors;
import parx.model.Settings;
import parx.model.SettingsException;

/**
 * Where a channel's value is in a controller: its config, checked. Immutable, any thread.
 *
 * @param declared the type that the channel was given; null to take what the controller says
 */
record Point(TagName tag, DataType declared) {

    /** @throws SettingsException naming the setting that is wrong or missing, with a sentence */
    static Point of(Settings config) {
        TagName tag = TagName.parse(config.text("tagName", ""));
        String key = config.nonBlank("dataType", "");
        if (key.isEmpty()) {
            return new Point(tag, null);
        }
        DataType declared = DataType.of(key).orElseThrow(() -> new SettingsException("dataType", TEXTS.of("dataType.unknown",
                Arrays.stream(DataType.values()).map(Enum::name).collect(Collectors.joining(", ")), key)));
        if (tag.bit() >= 0 && declared != DataType.BOOL) {
            throw new SettingsException("dataType", TEXTS.of("dataType.bit", declared, tag.bit()));
        }
        return new Point(tag, declared);
    }

    boolean isText() {
        return declared == DataType.STRING;
    }

    /** "Program:Main.Speed, REAL". */
    String describe() {
        return tag.text() + (declared == null ? "" : ", " + declared);
    }

    /** The bit to take of what is read, -1 for none. @param asBit whether it turned out to be an element of an array of bits */
    int bit(boolean asBit) {
        return asBit ? tag.bitOfArray() : tag.bit();
    }

    /** Whether it may turn out to be an element of an array of bits. */
    boolean mayBeBitOfArray() {
        return (declared == null || declared == DataType.BOOL) && tag.mayBeBitOfArray();
    }
}
