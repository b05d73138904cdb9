package parx.exchange.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.api.io.TempDir;
import parx.exchange.ExchangeException;
import parx.exchange.Export;
import parx.exchange.ExportOrder;
import parx.exchange.ImportChoices;
import parx.exchange.ImportMapping;
import parx.exchange.ImportPreview;
import parx.exchange.ImportReport;
import parx.exchange.Progress;
import parx.files.SampleFormat;
import parx.model.Channel;
import parx.model.Micros;
import parx.service.History.Method;

/** Exports from and imports into a real database. */
class ExchangeTest {
    private static final long T = Micros.of(Instant.parse("2026-03-01T10:00:00Z"));
    private static final long SECOND = Micros.PER_SECOND;
    private static final String HEADER = "time,channel,value,quality,unit";

    @TempDir
    Path folder;
    private ExchangeSite site;

    @BeforeEach
    void open() throws Exception {
        site = new ExchangeSite(channel("speed", "Line speed", "m/min"), channel("temp", "Acid temperature", "°C"));
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void anExportIsImportedAsItWas() throws Exception {
        site.store("speed", T, 125.5, "GOOD");
        site.store("temp", T, Double.NaN, "BAD");
        site.store("temp", T + 1, -3.25, "UNCERTAIN");
        site.store("temp", T + 10 * SECOND, 1, "GOOD");
        Path file = export(order(SampleFormat.CSV, Optional.empty(), false));
        assertEquals(List.of(HEADER, "2026-03-01T10:00:00.000000Z,speed,125.5,GOOD,m/min",
                "2026-03-01T10:00:00.000000Z,temp,,BAD,°C", "2026-03-01T10:00:00.000001Z,temp,-3.25,UNCERTAIN,°C"),
                Files.readAllLines(file));
        List<String> before = site.rows();
        site.clear();
        ImportPreview preview = site.imports.preview(file);
        assertTrue(preview.own());
        assertEquals(Map.of("speed", "speed", "temp", "temp"), preview.channels());
        ImportReport report = imports(file, preview.mapping());
        assertEquals(3, report.stored());
        assertEquals(before.subList(0, 3), site.rows());
        assertEquals(3, imports(file, preview.mapping()).duplicates());
        assertEquals(before.subList(0, 3), site.rows());
    }

    @Test
    void anExportIntoAChannelOfAnotherUnitIsRefusedWithBothNames() throws Exception {
        Path file = write("own.csv", StandardCharsets.UTF_8, HEADER + "\n2026-03-01T10:00:00.000000Z,speed,125.5,GOOD,m/s\n"
                + "2026-03-01T10:00:00.000000Z,T 1,80,GOOD,°F\n2026-03-01T10:00:01.000000Z,T 1,80,GOOD,°C\n");
        ImportReport report = imports(file, site.imports.preview(file, ImportChoices.NONE.with("channel.T 1", "temp")).mapping());
        assertEquals(List.of(new ImportReport.Reject(2, "the unit is ‘m/s’, but the channel ‘speed’ has ‘m/min’"),
                new ImportReport.Reject(3, "the unit of ‘T 1’ is ‘°F’, but the channel ‘temp’ has ‘°C’")), report.first());
        assertEquals(1, report.stored());
    }

    @Test
    void aWideExportIsRecognisedToo() throws Exception {
        site.store("speed", T, 1, "GOOD");
        site.store("temp", T, 2, "GOOD");
        site.store("temp", T + SECOND, 3, "BAD");
        Path file = export(order(SampleFormat.CSV, Optional.empty(), true));
        assertEquals(List.of("time,speed [m/min],speed quality,temp [°C],temp quality",
                "2026-03-01T10:00:00.000000Z,1,GOOD,2,GOOD", "2026-03-01T10:00:01.000000Z,,,3,BAD"),
                Files.readAllLines(file));
        List<String> before = site.rows();
        site.clear();
        ImportPreview preview = site.imports.preview(file);
        assertTrue(preview.own());
        imports(file, preview.mapping());
        assertEquals(before, site.rows());
    }

    @Test
    void aGridHasAValuePerStep() throws Exception {
        site.store("speed", T, 10, "GOOD");
        site.store("speed", T + SECOND, 20, "GOOD");
        site.store("temp", T, 1, "GOOD");
        Path file = export(new ExportOrder(List.of("temp", "speed"), T, T + 2 * SECOND, SampleFormat.CSV,
                Optional.of(new ExportOrder.Grid(SECOND, Method.LAST)), true));
        List<String> lines = Files.readAllLines(file);
        assertEquals("time,temp [°C],temp quality,speed [m/min],speed quality", lines.getFirst());
        assertEquals("2026-03-01T10:00:01.000000Z,1,GOOD,20,GOOD", lines.get(2));
        assertEquals(4, lines.size());
    }

    @Test
    void aParquetFileHoldsTheSameRows() throws Exception {
        site.store("speed", T, 5_000);
        Path file = export(order(SampleFormat.PARQUET, Optional.empty(), false));
        try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(file))) {
            assertEquals(5_000, reader.getFileMetaData().numRows());
        }
    }

    @Test
    void aCancelledExportLeavesNoFile() throws Exception {
        site.store("speed", T, 3_000);
        Path file = folder.resolve("out.csv");
        Export.Result result = site.exports.run(order(SampleFormat.CSV, Optional.empty(), false), file, new Cancel(1));
        assertTrue(result.cancelled());
        try (var left = Files.list(folder)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void anExportThatCannotBeWrittenKeepsWhatWasThereAndSaysWhy() throws Exception {
        Path missing = folder.resolve("nowhere").resolve("out.csv");
        ExchangeException e = assertThrows(ExchangeException.class,
                () -> site.exports.run(order(SampleFormat.CSV, Optional.empty(), false), missing, new Cancel(0)));
        assertTrue(e.getMessage().contains("there is no " + missing), e.getMessage());
    }

    @Test
    void anExportThatALibraryBreaksLeavesWhatWasThereAndNothingHalfWritten() throws Exception {
        site.store("speed", T, 1000);
        Path file = write("export.csv", StandardCharsets.UTF_8, "what was there");
        Progress broken = new Progress() {
            @Override
            public void done(double share, long rows) {
                throw new NoClassDefFoundError("some/library/Part");
            }

            @Override
            public boolean cancelled() {
                return false;
            }
        };
        assertThrows(NoClassDefFoundError.class, () -> site.exports.run(order(SampleFormat.CSV, Optional.empty(), false), file, broken));
        assertEquals("what was there", Files.readString(file));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void aGermanSpreadsheetIsUnderstoodAndItsWrongLinesAreReported() throws Exception {
        Path file = write("werte.csv", Charset.forName("windows-1252"), """
                Datum;Uhrzeit;Säuretemperatur;Status;Line speed
                01.03.2026;11:00:00;71,5;GOOD;12,25
                01.03.2026;11:00:01;kaputt;GOOD;12,5

                31.02.2026;11:00:02;72;GOOD;12,5
                01.03.2026;11:00:03;;;12,75
                01.03.2099;11:00:03;1;GOOD;1
                """);
        ImportPreview preview = site.imports.preview(file);
        ImportMapping found = preview.mapping();
        assertFalse(preview.own());
        assertEquals(';', found.separator());
        assertTrue(found.decimalComma());
        assertEquals(List.of(0, 1), found.times().columns());
        assertEquals(Map.of("Säuretemperatur", "", "Line speed", "speed"), preview.channels());
        assertEquals(Optional.of("Säuretemperatur"), preview.columnWithoutChannel());
        for (String decided : List.of("temp", "")) {
            assertEquals(Optional.empty(), site.imports.preview(file, ImportChoices.NONE.with("channel.Säuretemperatur", decided))
                    .columnWithoutChannel());
        }
        assertThrows(ExchangeException.class, () -> imports(file, preview.mapping()));
        ImportReport report = imports(file, site.imports.preview(file, ImportChoices.NONE.with("channel.Säuretemperatur", "temp")
                .with("keep", "1y").with("zone", "Europe/Berlin")).mapping());
        assertEquals(3, report.stored());
        assertEquals(5, report.lines());
        assertEquals(List.of(new ImportReport.Reject(3, "‘kaputt’ is no number"),
                new ImportReport.Reject(5, "‘31.02.2026 11:00:02’ is no time of the form dd.MM.yyyy HH:mm:ss"),
                new ImportReport.Reject(7, "the time 2099-03-01T10:00:03Z lies in the future")), report.first());
        assertEquals(List.of(T + "|speed|12.25|GOOD|365", T + "|temp|71.5|GOOD|365",
                T + 3 * SECOND + "|speed|12.75|GOOD|365"), site.rows());
        assertEquals("line,reason,text", Files.readAllLines(report.rejects().orElseThrow()).getFirst());
        assertEquals(4, Files.readAllLines(report.rejects().orElseThrow()).size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"1.234,5|1.235,5|comma", "1,234.5|1,235.5|point", "1'234.5|1’235.5|point",
        "1 234,5|1\u00a0235,5|comma", "1.001.234|1.001.235|comma", "+1,001,234|1,001,235|point"})
    void thousandsThatAreSetApartAreRead(String first, String second, String decimal) throws Exception {
        Path file = write("thousands.csv", StandardCharsets.UTF_8, """
                Datum;Uhrzeit;Messstelle;Wert;Einheit
                01.03.2026;11:00:00;Line speed;%s;
                01.03.2026;11:00:01;Line speed;%s;
                """.formatted(first, second));
        ImportPreview preview = site.imports.preview(file);
        assertEquals(decimal.equals("comma"), preview.mapping().decimalComma());
        assertEquals(new ImportMapping.Tall(2, 3, ImportMapping.NONE, ImportMapping.NONE), preview.mapping().layout());
        double last = preview.samples().getFirst().value() + 1;
        assertEquals(List.of("", ""), preview.samples().stream().map(ImportPreview.Line::problem).toList());
        assertTrue(last == 1235.5 || last == 1_001_235, "not the number: " + last);
        assertEquals(last, preview.samples().getLast().value());
    }

    @Test
    void whatAPersonChoseStaysWhereNoLineCanBeReadAndEachLineTellsWhyNot() throws Exception {
        Path file = write("thousands.csv", StandardCharsets.UTF_8, """
                Datum;Uhrzeit;Messstelle;Ist;Einheit
                01.03.2026;11:00:00;Line speed;1.234,5;
                """);
        ImportChoices point = ImportChoices.NONE.with("decimal", "point");
        assertEquals("no column holds numbers", site.imports.preview(file, point).samples().getFirst().problem());
        ImportPreview named = site.imports.preview(file, point.with("name-column", "Messstelle"));
        assertEquals(new ImportMapping.Tall(2, 3, ImportMapping.NONE, ImportMapping.NONE), named.mapping().layout());
        assertEquals("‘1.234,5’ is no number", named.samples().getFirst().problem());
        assertEquals("01.03.2026;11:00:00;Line speed;1.234,5;", named.samples().getFirst().text());
    }

    @Test
    void aNumberThatMayMeanAThousandOrOneIsNotGuessed() throws Exception {
        Path file = write("either.csv", StandardCharsets.UTF_8, "Tag;Timestamp;Value\nLine speed;2026-03-01 10:00:00;1,234\n");
        assertEquals("‘1,234’ is no number",
                site.imports.preview(file, ImportChoices.NONE.with("decimal", "point")).samples().getFirst().problem());
        assertEquals(1.234, site.imports.preview(file).samples().getFirst().value());
    }

    @Test
    void aLineForAnUnknownChannelIsRejectedAndANameThatIsLeftOutIsNot() throws Exception {
        Path file = write("tags.csv", StandardCharsets.UTF_8, """
                Tag,Timestamp,Value
                Line speed,2026-03-01 10:00:00,1
                other,2026-03-01 10:00:00,2
                noise,2026-03-01 10:00:00,3
                """);
        ImportMapping found = site.imports.preview(file).mapping();
        assertEquals(new ImportMapping.Tall(0, 2, ImportMapping.NONE, ImportMapping.NONE), found.layout());
        ImportReport report = imports(file, site.imports.preview(file, ImportChoices.NONE.with("channel.noise", "")).mapping());
        assertEquals(1, report.stored());
        assertEquals(1, report.leftOut());
        assertEquals(List.of(new ImportReport.Reject(3, "there is no channel ‘other’")), report.first());
    }

    @Test
    void whatIsGuessedWronglyIsCorrectedAndTheMappingServesForTheNextFile() throws Exception {
        String text = """
                Kesselhaus;Export 7
                Nr;Wann;Stelle;Soll;Ist;Einheit;Güte
                1;2026-03-01 11:00:00;Line speed;10;12,25;m/min;GOOD
                2;2026-03-01 11:00:01;Line speed;10;12,5;°F;GOOD
                3;2026-03-01 11:00:02;Acid;70;71,5;°C;BAD
                """;
        Path file = write("one.csv", Charset.forName("windows-1250"), text);
        ImportChoices choices = ImportChoices.NONE.with("separator", ";").with("encoding", "windows-1250").with("header-lines", "2")
                .with("time-column", "Wann").with("zone", "Europe/Berlin").with("decimal", "comma").with("name-column", "3")
                .with("value-column", "Ist").with("quality-column", "Güte").with("unit-column", "Einheit")
                .with("channel.Acid", "temp");
        ImportPreview preview = site.imports.preview(file, choices);
        assertEquals(List.of("Nr", "Wann", "Stelle", "Soll", "Ist", "Einheit", "Güte"), preview.columns());
        assertEquals(new ImportMapping.Tall(2, 4, 6, 5), preview.mapping().layout());
        ImportReport report = imports(file, preview.mapping());
        assertEquals(List.of(T + "|speed|12.25|GOOD|3650", T + 2 * SECOND + "|temp|71.5|BAD|3650"), site.rows());
        assertEquals(List.of(new ImportReport.Reject(4, "the unit of ‘Line speed’ is ‘°F’, but the channel ‘speed’ has ‘m/min’")), report.first());

        Path mapping = folder.resolve("boiler house.mapping");
        ImportChoices.of(preview.mapping(), preview.columns()).write(mapping);
        ImportChoices again = ImportChoices.read(mapping);
        assertEquals(preview.mapping(), site.imports.preview(write("two.csv", Charset.forName("windows-1250"), text), again).mapping());
        assertEquals(Map.of("Acid", "temp"), again.channels());
    }

    @Test
    void aColumnThatIsNotThereAndAMappingThatCannotBeAreSentences() throws Exception {
        Path file = write("tags.csv", StandardCharsets.UTF_8, "Tag,Timestamp,Value\nLine speed,2026-03-01 10:00:00,1\n");
        assertEquals("There is no column ‘Wert’ in this file. Name one by its heading, or by its number from 1 to 3.",
                assertThrows(ExchangeException.class, () -> site.imports.preview(file, ImportChoices.NONE.with("value-column", "Wert")))
                        .getMessage());
        Path mapping = write("wrong.mapping", StandardCharsets.UTF_8, "zone=Mars\n");
        assertTrue(assertThrows(ExchangeException.class, () -> ImportChoices.read(mapping)).getMessage()
                .contains("‘zone’ must be one such as UTC or Europe/Berlin, not ‘Mars’"));
        for (String[] wrong : new String[][] {{"separator", "ab"}, {"encoding", "kipu"}, {"header-lines", "x"}, {"decimal", "."},
            {"time-format", "QQQQQQQ"}, {"keep", "soon"}, {"colour", "red"}}) {
            assertThrows(IllegalArgumentException.class, () -> ImportChoices.NONE.with(wrong[0], wrong[1]), wrong[0]);
        }
    }

    @Test
    void aCancelledImportKeepsWhatItStored() throws Exception {
        StringBuilder lines = new StringBuilder(HEADER + "\n");
        for (int i = 0; i < 50_000; i++) {
            lines.append(Micros.toInstant(T + i)).append(",speed,").append(i).append(",GOOD,\n");
        }
        Path file = write("long.csv", StandardCharsets.UTF_8, lines.toString());
        ImportReport report = site.imports.run(site.user, file, site.imports.preview(file).mapping(),
                folder.resolve("rejects.csv"), new Cancel(1));
        assertTrue(report.cancelled());
        assertEquals(20_000, report.stored());
        assertEquals(20_000, site.rows().size());
    }

    @Test
    void whatIsNoTableIsRefusedInASentence() throws Exception {
        Path binary = folder.resolve("a.bin");
        Files.write(binary, new byte[] {(byte) 0xAC, (byte) 0xED, 0, 5, 's', 'r'});
        assertTrue(assertThrows(ExchangeException.class, () -> site.imports.preview(binary)).getMessage()
                .startsWith("a.bin is no text."));
        Path workbook = export(order(SampleFormat.XLSX, Optional.empty(), false));
        assertTrue(assertThrows(ExchangeException.class, () -> site.imports.preview(workbook)).getMessage()
                .contains("is a workbook"));
        Path endless = write("endless.csv", StandardCharsets.UTF_8, "x".repeat(2_000_000));
        assertTrue(assertThrows(ExchangeException.class, () -> site.imports.preview(endless)).getMessage()
                .contains("no table of text"));
    }

    @Test
    void anOpenQuoteSpoilsItsLineOnly() throws Exception {
        Path file = write("quote.csv", StandardCharsets.UTF_8, HEADER + """

                2026-03-01T10:00:00Z,"speed,1,GOOD,
                2026-03-01T10:00:01Z,speed,2,GOOD,
                2026-03-01T10:00:02Z,"spe
                ed",3,GOOD,
                2026-03-01T10:00:03Z,speed,4,GOOD,
                """ + "2026-03-01T10:00:04Z,speed,5,GOOD,\n".repeat(30));
        ImportReport report = imports(file, site.imports.preview(file).mapping());
        assertTrue(report.rejected() >= 1 && report.rejected() <= 3, report.first().toString());
        assertTrue(site.rows().contains(T + 4 * SECOND + "|speed|5|GOOD|3650"), site.rows().toString());
    }

    private ExportOrder order(SampleFormat format, Optional<ExportOrder.Grid> grid, boolean wide) {
        return new ExportOrder(List.of("speed", "temp"), T, T + 5 * SECOND, format, grid, wide);
    }

    private Path export(ExportOrder order) throws ExchangeException {
        Path file = folder.resolve("export" + order.format().extension());
        site.exports.run(order, file, new Cancel(Integer.MAX_VALUE));
        return file;
    }

    private ImportReport imports(Path file, ImportMapping mapping) throws ExchangeException {
        return site.imports.run(site.user, file, mapping, folder.resolve("rejects.csv"), new Cancel(Integer.MAX_VALUE));
    }

    private Path write(String name, Charset encoding, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text, encoding);
    }

    private static Channel channel(String id, String name, String unit) {
        return ExchangeSite.channel(id, name, unit);
    }

    /** Cancels when it was told so often. */
    private static final class Cancel implements Progress {
        private int left;

        Cancel(int after) {
            left = after;
        }

        @Override
        public void done(double share, long rows) {
            assertTrue(share >= 0 && share <= 1, "share " + share);
            left--;
        }

        @Override
        public boolean cancelled() {
            return left <= 0;
        }
    }
}
