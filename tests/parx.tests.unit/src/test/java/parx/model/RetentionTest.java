package parx.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetentionTest {
    @ParameterizedTest
    @CsvSource({ "7d,7", "1h,1", "24h,1", "25h,2", "4w,28", "6m,180", "1y,365", "30y,10950", " 30 D ,30" })
    void aRetentionReadsAsWholeDays(String text, short days) {
        assertEquals(days, Retention.parse(text).days());
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "d", "7", "0d", "-1d", "31y", "7.5d", "forever", "999999999d", "7d30d", "10951d" })
    void nonsenseIsRefusedWithASentence(String text) {
        String sentence = assertThrows(SettingsException.class, () -> Retention.parse(text)).getMessage();
        assertTrue(sentence.contains("‘retention’ must be"), sentence);
    }

    @Test
    void theStandardCountsAsTheSpecificationsNinetyDays() {
        assertEquals(0, Retention.longer((short) 7, (short) 0));
        assertEquals(0, Retention.longer((short) 0, (short) 90));
        assertEquals(91, Retention.longer((short) 0, (short) 91));
        assertEquals(30, Retention.longer((short) 30, (short) 7));
    }
}
