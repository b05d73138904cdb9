package parx.persistence.internal.influx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("INFLUX", "from outside");

    @Test
    void itIsWhatItSaysOrStandsInTheEnvironment() throws Exception {
        assertEquals("plain", secret("plain").value());
        assertEquals("p${env", secret("p${env").value());
        assertEquals("from outside", secret("${env:INFLUX}").value());
        assertTrue(secret("").isEmpty());
    }

    @Test
    void whatIsNotThereIsASentenceThatSaysWhatToDo() {
        assertEquals("The environment variable NONE, which the rule names for its password or token, is not set. Set it and "
                + "start ParX again. Samples wait meanwhile.",
                assertThrows(Secret.Missing.class, () -> secret("${env:NONE}").value()).sentence().english());
        assertThrows(Secret.Missing.class, () -> secret("${file:relative}").value());
    }

    @Test
    void itsTextSaysNothing() {
        assertEquals("•••", secret("plain").toString());
    }

    private static Secret secret(String text) {
        return new Secret(text, ENVIRONMENT::get);
    }
}
