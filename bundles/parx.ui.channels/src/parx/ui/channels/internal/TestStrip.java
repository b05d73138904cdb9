package parx.ui.channels.internal;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.layout.RowLayout;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Text;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.driver.Driver;
import parx.driver.Reading;
import parx.driver.Setting;
import parx.model.Channel;
import parx.model.Scaling;
import parx.model.Settings;
import parx.ui.BusyBar;
import parx.ui.LabelText;
import parx.ui.Palette.Token;
import parx.ui.ValueFormat;
import parx.ui.Words;

/** Reads the channel once as it stands in the editor, and shows what came over the wire. UI thread. */
final class TestStrip {
    private static final Logger LOG = LoggerFactory.getLogger(TestStrip.class);
    private static final String SEPARATOR = "    ";
    private static final Duration LIMIT = Duration.ofSeconds(8);

    private final ViewKit ui;
    private final EditorModel model;
    private final ChannelServices services;
    private final ValueFormat format;
    private final Composite strip;
    private final Button test;
    private final Button cancel;
    private final BusyBar progress;
    private final Text result;
    private final Composite alternatives;
    private final Consumer<String[]> take;
    private final Consumer<Reading> read;
    /** Whether the outcome of a test is on show. */
    private boolean shown;

    /** @param take gets field and text of an alternative that a person takes @param read told of a reading that came */
    TestStrip(Composite parent, ViewKit ui, EditorModel model, ChannelServices services, ValueFormat format,
            Consumer<String[]> take, Consumer<Reading> read) {
        this.ui = ui;
        this.model = model;
        this.services = services;
        this.format = format;
        this.take = take;
        this.read = read;
        strip = new Composite(parent, SWT.NONE);
        GridLayout layout = new GridLayout(4, false);
        layout.marginWidth = 12;
        layout.marginHeight = 8;
        layout.horizontalSpacing = 12;
        strip.setLayout(layout);
        test = new Button(strip, SWT.PUSH);
        test.setText(ui.words().text("test"));
        test.setImage(ui.icons().image("test"));
        test.setToolTipText(ui.words().text("test.help"));
        test.setData("parx.id", "editor.test");
        test.addListener(SWT.Selection, event -> start());
        test.setLayoutData(new GridData(SWT.BEGINNING, SWT.BEGINNING, false, false));
        result = new Text(strip, SWT.MULTI | SWT.READ_ONLY | SWT.WRAP);
        result.setBackground(strip.getBackground());
        result.setData("parx.id", "editor.test.result");
        result.setText(ui.words().text("test.help"));
        result.setForeground(ui.palette().color(Token.SECONDARY));
        GridData wide = new GridData(SWT.FILL, SWT.BEGINNING, true, false);
        wide.widthHint = 480;
        wide.heightHint = result.getLineHeight();
        wide.verticalIndent = 4;
        result.setLayoutData(wide);
        progress = new BusyBar(strip, ui.palette());
        progress.setVisible(false);
        progress.setLayoutData(size(80));
        cancel = new Button(strip, SWT.PUSH);
        cancel.setText(ui.words().text("test.cancel"));
        cancel.setData("parx.id", "editor.test.cancel");
        cancel.setVisible(false);
        cancel.setLayoutData(new GridData(SWT.END, SWT.BEGINNING, false, false));
        cancel.addListener(SWT.Selection, event -> stop(ui.words().text("test.cancelled")));
        alternatives = new Composite(strip, SWT.NONE);
        RowLayout row = new RowLayout();
        row.marginLeft = 0;
        row.center = true;
        row.spacing = 8;
        alternatives.setLayout(row);
        alternatives.setLayoutData(new GridData(SWT.FILL, SWT.BEGINNING, true, false, 4, 1));
        showAlternatives(null);
        strip.addListener(SWT.Dispose, event -> ui.background().cancel(this));
    }

    Composite control() {
        return strip;
    }

    void setEnabled(boolean enabled) {
        test.setEnabled(enabled && !ui.background().busy(this));
    }

    void start() {
        Optional<Driver> driver = model.driver();
        if (driver.isEmpty() || !test.getEnabled()) {
            return;
        }
        Channel channel = model.channel();
        Settings shared = model.connectionName().map(services.connectionSettings()::of).orElse(Settings.EMPTY);
        Settings config = shared.overlay(channel.config());
        shown = false;
        running(true);
        say(ui.words().text("test.reading", model.address()), Token.SECONDARY);
        showAlternatives(null);
        ui.background().run(this, strip, () -> services.trials().test(driver.get(), config, LIMIT), reading -> show(reading, channel), failure -> {
            LOG.error("A driver's test threw instead of saying what went wrong", failure);
            running(false);
            shown = true;
            say("✕ " + ui.words().text("test.fault"), Token.BAD);
        });
    }

    /** The settings have changed: what the last test said is of others, and one under way would answer for others. */
    void outdated() {
        if (ui.background().busy(this) || shown) {
            shown = false;
            showAlternatives(null);
            stop(ui.words().text("test.outdated"));
        }
    }

    private void stop(String sentence) {
        ui.background().cancel(this);
        running(false);
        say(sentence, Token.SECONDARY);
    }

    private void show(Reading reading, Channel channel) {
        running(false);
        shown = true;
        if (!reading.ok()) {
            String bytes = reading.rawBytes().length == 0 ? "" : "\n" + ui.words().text("test.bytes", hex(reading.rawBytes()));
            String sentence = reading.sentence().isEmpty() ? Mark.nextStep(reading.reason(), ui.words()) : reading.sentence();
            String details = reading.details().isEmpty() ? "" : "\n" + String.join(SEPARATOR, reading.details());
            say("✕ " + sentence + bytes + details, Token.BAD);
            return;
        }
        Words words = ui.words();
        List<String> lines = new ArrayList<>();
        if (reading.rawBytes().length > 0) {
            lines.add(words.text("test.bytes", hex(reading.rawBytes())));
        }
        lines.add(reading.text().map(text -> words.text("test.decodedText", text))
                .orElseGet(() -> words.text("test.decoded", format.exact(reading.value()))));
        if (reading.text().isEmpty()) {
            lines.add(words.text("test.scaled", scaled(reading.value(), channel)));
        }
        lines.addAll(reading.details());
        lines.add(words.text("test.took", format.number(reading.tookMicros() / 1_000.0, 1)));
        // Two lines, for every further one would take room from the form.
        say(lines.get(0) + SEPARATOR + lines.get(lines.size() - 1) + "\n"
                + String.join(SEPARATOR, lines.subList(1, lines.size() - 1)), Token.TEXT);
        read.accept(reading);
        showAlternatives(reading);
    }

    private String scaled(double raw, Channel channel) {
        Scaling scaling = model.scaling().orElse(Scaling.NONE);
        double value = scaling.apply(raw);
        double limited = scaling.clamp(value);
        String text = format.value(limited, channel.decimals(), channel.metadata().units());
        return limited == value ? text : text + "  " + ui.words().text("test.limited", format.value(value, channel.decimals(), channel.metadata().units()));
    }

    private void showAlternatives(Reading reading) {
        for (Control old : alternatives.getChildren()) {
            old.dispose();
        }
        if (reading != null) {
            for (String alternative : reading.alternatives()) {
                int colon = alternative.indexOf(':');
                String order = colon < 0 ? alternative : alternative.substring(0, colon).strip();
                model.settings().stream().filter(setting -> offers(setting, order)).findFirst()
                        .filter(setting -> !order.equals(inForce(setting))).ifPresent(setting -> {
                    Button button = new Button(alternatives, SWT.PUSH);
                    button.setText(LabelText.plain(ui.words().text("test.use", reading.text().isPresent() ? alternative : inOurNumbers(alternative))));
                    button.setToolTipText(ui.words().text("test.use.help", setting.label(), order));
                    button.setData("parx.id", "editor.test.alternative." + order);
                    button.addListener(SWT.Selection, event -> take.accept(new String[] {EditorModel.SETTING + setting.key(), order}));
                });
            }
        }
        boolean any = alternatives.getChildren().length > 0;
        ((GridData) alternatives.getLayoutData()).exclude = !any;
        alternatives.setVisible(any);
        strip.getParent().layout(true, true);
    }

    /** "ABCD: 29.937" as the decoded value is written. */
    private String inOurNumbers(String alternative) {
        int value = alternative.lastIndexOf(' ') + 1;
        try {
            return alternative.substring(0, value) + format.exact(new BigDecimal(alternative.substring(value)));
        } catch (NumberFormatException e) {
            return alternative; // "no BCD": words, not a number.
        }
    }

    private String inForce(Setting setting) {
        String chosen = model.text(EditorModel.SETTING + setting.key());
        return chosen.isEmpty() ? setting.standard() : chosen;
    }

    private static boolean offers(Setting setting, String value) {
        return setting.kind() == Setting.Kind.CHOICE && setting.choices().stream().anyMatch(c -> c.value().equals(value));
    }

    private void running(boolean now) {
        progress.setVisible(now);
        // A button that is switched off passes its focus on: the person's hand stays where it can go on.
        boolean focused = test.isFocusControl() || cancel.isFocusControl();
        cancel.setVisible(now || focused);
        test.setEnabled(!now);
        if (focused) {
            (now ? cancel : test).setFocus();
        }
        cancel.setVisible(now);
    }

    private void say(String text, Token token) {
        result.setText(text);
        result.setForeground(ui.palette().color(token));
        fit();
    }

    /** As high as what it says, so that the form keeps its room. */
    private void fit() {
        GridData data = (GridData) result.getLayoutData();
        int width = Math.max(200, result.getSize().x);
        int height = Math.min(result.computeSize(width, SWT.DEFAULT).y, result.getLineHeight() * 6);
        if (data.heightHint != height) {
            data.heightHint = height;
            strip.getParent().layout(true, true);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.ofDelimiter(" ").withUpperCase().formatHex(bytes);
    }

    private static GridData size(int width) {
        GridData data = new GridData(SWT.END, SWT.CENTER, false, false);
        data.widthHint = width;
        return data;
    }
}
