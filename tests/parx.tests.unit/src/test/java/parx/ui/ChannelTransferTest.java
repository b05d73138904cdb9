package parx.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Channel ids survive the way through drag and drop. */
class ChannelTransferTest {
    @Test
    void idsArriveAsTheyWereSent() {
        List<String> ids = List.of("LINE1.SPEED", "Säure, Becken 2", "a b\nc");
        assertEquals(ids, ChannelTransfer.decode(ChannelTransfer.encode(ids)));
        assertEquals(List.of("one"), ChannelTransfer.decode(ChannelTransfer.encode(List.of("one"))));
    }
}
