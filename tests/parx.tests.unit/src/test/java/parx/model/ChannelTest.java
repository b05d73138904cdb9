package parx.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a channel says of itself. */
class ChannelTest {
    @Test
    void aWholeNumberHasNoDecimalsUnlessSomebodyChoseThem() {
        for (String type : List.of("bool", "int16", "uint16", "int32", "uint64", "bcd32")) {
            assertEquals(0, channel(Settings.with("dataType", type), Settings.EMPTY).decimals(), type);
            assertEquals(3, channel(Settings.with("dataType", type), Settings.with("decimals", 3)).decimals(), type);
        }
        assertEquals(2, channel(Settings.with("dataType", "float"), Settings.EMPTY).decimals());
        assertEquals(0, channel(Settings.with("dataType", "float"), Settings.with("decimals", 0)).decimals());
    }

    @Test
    void withoutADataTypeItIsTheProtocolThatSaysWhetherTheNumberIsWhole() {
        assertEquals(0, channel(Settings.EMPTY, Settings.EMPTY).decimals());
        assertEquals(0, channel(Settings.with("dataType", ""), Settings.EMPTY).decimals());
        assertEquals(2, channel(Settings.with("scaling", Settings.with("factor", 0.1)), Settings.EMPTY).decimals());
        assertEquals(2, new Channel("a", "A", Protocol.OPC_UA, true, Settings.EMPTY, ChannelMetadata.NONE).decimals());
    }

    @Test
    void scalingTurnsAWholeNumberIntoOneWithDecimalsWhereItsFactorIsAFraction() {
        assertEquals(2, channel(scaled(0.1, 0), Settings.EMPTY).decimals());
        assertEquals(2, channel(scaled(10, 0.5), Settings.EMPTY).decimals());
        assertEquals(0, channel(scaled(10, -40), Settings.EMPTY).decimals());
    }

    @Test
    void aHintOfTheWrongTypeIsNamedAndReadsAsAbsent() {
        Channel channel = channel(Settings.with("dataType", "float"), Settings.with("decimals", "many", "low", "a", "high", 5));
        assertEquals(2, channel.decimals());
        assertEquals(List.of("‘decimals’ must be a number, but is many", "‘low’ must be a number, but is a"), channel.metadata().problems());
    }

    private static Settings scaled(double factor, double offset) {
        return Settings.with("dataType", "int16", "scaling", Settings.with("factor", factor, "offset", offset));
    }

    private static Channel channel(Settings config, Settings metadata) {
        return new Channel("a", "A", Protocol.MODBUS, true, config, new ChannelMetadata(metadata));
    }
}
