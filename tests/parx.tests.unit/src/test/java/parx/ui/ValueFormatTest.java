package parx.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.MissingResourceException;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import parx.model.Micros;
import parx.model.Quality;
import parx.model.QualityCode;
import parx.model.Reason;

/** Numbers, times and qualities as a person reads them. */
class ValueFormatTest {
    private final ValueFormat english = new ValueFormat(Locale.US, Locale.ENGLISH, ZoneId.of("Europe/Vienna"));
    private final ValueFormat german = new ValueFormat(Locale.GERMANY, Locale.GERMAN, ZoneId.of("Europe/Vienna"));

    @Test
    void numbersFollowTheLocale() {
        assertEquals("12,345.68", english.number(12345.678, 2));
        assertEquals("12.345,68", german.number(12345.678, 2));
        assertEquals("-0.5\u00A0°C", english.value(-0.5, 1, "°C"));
        assertEquals("7", english.value(7, 0, ""));
    }

    @Test
    void aRawValueKeepsItsOwnDigitsAndIsGroupedAsEveryOther() {
        assertEquals("16,938", english.exact(16_938));
        assertEquals("16.938", german.exact(16_938));
        assertEquals("29.937", english.exact(29.937f));
        assertEquals("29.937000001", english.exact(29.937000001));
        assertEquals("-0.000000001", english.exact(-1e-9));
        assertEquals("1.5E-20", english.exact(1.5e-20));
        assertEquals("1.5E300", english.exact(1.5e300));
        assertEquals("18,446,744,073,709,551,615", english.exact(new BigDecimal("18446744073709551615")));
        assertEquals("0", english.exact(0));
        assertEquals("–", english.exact(Double.NaN));
    }

    @Test
    void whatIsNoNumberIsNeverShownAsOne() {
        assertEquals("–", english.number(Double.NaN, 2));
        assertEquals("∞", english.number(Double.POSITIVE_INFINITY, 2));
        assertEquals("-∞", english.number(Double.NEGATIVE_INFINITY, 2));
    }

    @Test
    void hugeNumbersAreShownScientifically() {
        assertEquals("1.5E15", english.number(1.5e15, 3));
    }

    @Test
    void badlySetDecimalsAreBroughtIntoRange() {
        assertEquals("1.000000000", english.number(1, 99));
        assertEquals("1", english.number(1, -3));
    }

    @Test
    void ratesStayShort() {
        assertEquals("0", english.compact(0));
        assertEquals("9,999", english.compact(9_999));
        assertEquals("12.3\u00A0k", english.compact(12_345));
        assertEquals("12,3\u00A0k", german.compact(12_345));
        assertEquals("10.00\u00A0M", english.compact(1e7));
    }

    @Test
    void agesAreCoarse() {
        assertEquals("now", english.age(-5));
        assertEquals("now", english.age(Micros.PER_SECOND - 1));
        assertEquals("3\u00A0s", english.age(3 * Micros.PER_SECOND));
        assertEquals("59\u00A0min", english.age(3_599 * Micros.PER_SECOND));
        assertEquals("1\u00A0h", english.age(3_600 * Micros.PER_SECOND));
        assertEquals("2\u00A0d", english.age(48 * 3_600 * Micros.PER_SECOND));
        assertEquals("jetzt", german.age(0));
    }

    @Test
    void timesAreThoseOfThePlaceWithMilliseconds() {
        long time = Micros.of(Instant.parse("2026-07-01T12:03:04.567Z"));
        assertEquals("14:03:04.567", english.time(time));
        assertEquals("14:03:04", english.timeToSecond(time));
        assertEquals("7/1/26", english.date(time));
        assertEquals("01.07.26", german.date(time));
    }

    @Test
    void everyReasonHasWordsInBothLanguages() {
        for (Reason reason : Reason.values()) {
            Assertions.assertFalse(english.words(QualityCode.of(reason)).isBlank(), reason.name());
            Assertions.assertFalse(german.words(QualityCode.of(reason)).isBlank(), reason.name());
        }
        assertEquals("Bad: the device did not answer in time", english.words(QualityCode.of(Reason.TIMEOUT)));
        assertEquals("Gut", german.words(QualityCode.GOOD));
    }

    @Test
    void everyQualityButGoodHasAMarkOfItsOwn() {
        assertEquals("", english.glyph(QualityCode.GOOD));
        assertEquals("?", english.glyph(QualityCode.of(Quality.UNCERTAIN, Reason.NONE)));
        assertEquals("✕", english.glyph(QualityCode.of(Reason.COMM_FAILURE)));
        assertEquals("◷", english.glyph(QualityCode.of(Reason.STALE)));
        assertEquals("S", english.glyph(QualityCode.of(Reason.SIMULATED)));
    }

    @Test
    void aLanguageThatIsNotTranslatedReadsEnglish() {
        assertEquals("Good", new ValueFormat(Locale.FRANCE, Locale.FRENCH, ZoneId.of("UTC")).words(QualityCode.GOOD));
        Assertions.assertThrows(MissingResourceException.class, () -> new Words(ValueFormat.class, Locale.ENGLISH).text("nothing"));
    }
}
