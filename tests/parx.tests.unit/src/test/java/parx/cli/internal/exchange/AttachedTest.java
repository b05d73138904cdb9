package parx.cli.internal.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AttachedTest {
    @Test
    void whatBreaksItIsOneSentenceThatSaysWhatToDo() {
        assertTrue(said(new NoClassDefFoundError("a/library/Part")).startsWith("parx: export: this installation is incomplete "
                + "(a/library/Part). Build it again with ./parx build. See "));
        assertTrue(said(new OutOfMemoryError("Java heap space")).contains("memory did not suffice. Give it more"));
        assertTrue(said(new IllegalStateException("odd")).contains("no file was left half-written"));
    }

    private static String said(Throwable broken) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertEquals(1, Attached.broken("export", broken, new PrintStream(out, true, StandardCharsets.UTF_8)));
        String text = out.toString(StandardCharsets.UTF_8).strip();
        assertEquals(1, text.lines().count(), text);
        return text;
    }
}
