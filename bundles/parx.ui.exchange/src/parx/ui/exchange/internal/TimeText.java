package parx.ui.exchange.internal;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.OptionalLong;
import parx.model.Micros;

/** Times as a person types them, of this computer's zone: 2026-11-25 06:00:00. Pure functions, any thread. */
final class TimeText {
    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private TimeText() {
    }

    static String of(long micros) {
        return FORM.format(Micros.toInstant(micros).atZone(ZoneId.systemDefault()));
    }

    /** Empty where the text is no time; seconds and the time of day may be left away. */
    static OptionalLong micros(String text) {
        String joined = text.strip().replace(' ', 'T');
        try {
            return OptionalLong.of(Micros.of(LocalDateTime.parse(joined.length() == 10 ? joined + "T00:00" : joined)
                    .atZone(ZoneId.systemDefault()).toInstant()));
        } catch (DateTimeException e) {
            return OptionalLong.empty();
        }
    }
}
