package parx.persistence.internal.influx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parx.model.BackendSettings;

class SecretTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("PARX_SECRET_INFLUX", "from outside\n",
            "PARX_SECRET_BROKEN", "s3cret\nX-Other: s3cret", "PARX_SECRET_BLANK", "\n", "HOME", "s3cret");
    @TempDir
    Path configuration;

    @Test
    void itIsWhatItSaysOrStandsInTheEnvironment() throws Exception {
        assertEquals("plain", secret("plain").value());
        assertEquals("plain", secret("plain\r\n").value(), "as it was pasted");
        assertEquals("p${env", secret("p${env").value());
        assertEquals("from outside", secret("${env:PARX_SECRET_INFLUX}").value());
        assertTrue(secret("").isEmpty());
    }

    @Test
    void itStandsInAFileOfItsOwnFolder() throws Exception {
        file("influx-token", "from a file\n\n");
        assertEquals("from a file", secret("${file:influx-token}").value());
    }

    @Test
    void whatIsNotThereIsASentenceThatSaysWhatToDo() throws IOException {
        String unset = "The environment variable %s, which the rule names for its password or token, is not set. Set it and "
                + "start ParX again. Samples wait meanwhile.";
        assertEquals(unset.formatted("PARX_SECRET_NONE"), sentence("${env:PARX_SECRET_NONE}"));
        assertEquals(unset.formatted("PARX_SECRET_BLANK"), sentence("${env:PARX_SECRET_BLANK}"));
        assertTrue(sentence("${file:none}").contains("There is no file " + configuration.resolve("secrets").resolve("none")));
        file("empty", "\n");
        assertTrue(sentence("${file:empty}").contains("is empty"), sentence("${file:empty}"));
    }

    @Test
    void noOtherFileAndNoOtherVariableOfParxIsEverAskedFor() throws IOException {
        Path outside = Files.writeString(configuration.resolve("id_rsa"), "s3cret");
        Files.setPosixFilePermissions(outside, PosixFilePermissions.fromString("rw-------"));
        file("influx-token", "good");
        for (String name : List.of(outside.toString(), "../id_rsa", "..", ".", "sub/influx-token", "..\\id_rsa", "C:id_rsa")) {
            String sentence = sentence("${file:" + name + "}");
            assertTrue(sentence.contains("‘influxdb.token’") && sentence.contains(configuration.resolve("secrets").toString()), sentence);
            assertFalse(sentence.contains("s3cret"), sentence);
        }
        assertEquals("The setting ‘influxdb.token’ names the environment variable HOME, but a rule may name only those that begin with "
                + "PARX_SECRET_. Name the variable so in the environment of ParX and in the rule. Samples wait meanwhile.",
                sentence("${env:HOME}"));
    }

    @Test
    void whatNoHeaderTakesIsASentenceThatNamesTheSettingAndThePlaceAndNeverTheSecret() throws IOException {
        file("broken", "s3cret\nsecond line");
        file("foreign", "s3cretö");
        for (String text : List.of("s3cret\nX-Other: 1", "s3cret\u0000", "s3cret€", "${env:PARX_SECRET_BROKEN}", "${file:broken}",
                "${file:foreign}")) {
            Secret.Missing refused = assertThrows(Secret.Missing.class, () -> secret(text).value(), text);
            String sentence = refused.sentence().english();
            assertTrue(sentence.contains("‘influxdb.token’") && sentence.contains("cannot be sent"), sentence);
            assertFalse((sentence + refused + refused.sentence().local()).contains("s3cret"), sentence);
            assertNull(refused.getCause());
        }
        assertTrue(sentence("${env:PARX_SECRET_BROKEN}").contains("variable PARX_SECRET_BROKEN"));
        assertTrue(sentence("${file:broken}").contains(configuration.resolve("secrets").resolve("broken").toString()));
    }

    @Test
    void itsTextSaysNothing() {
        assertEquals("•••", secret("plain").toString());
    }

    private String sentence(String text) {
        return assertThrows(Secret.Missing.class, () -> secret(text).value(), text).sentence().english();
    }

    private void file(String name, String content) throws IOException {
        Path file = Files.writeString(Files.createDirectories(configuration.resolve("secrets")).resolve(name), content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private Secret secret(String text) {
        return new Secret(BackendSettings.INFLUX_TOKEN, text, character -> character >= ' ' && character <= '~',
                new SecretPlaces(() -> configuration, ENVIRONMENT::get));
    }
}
