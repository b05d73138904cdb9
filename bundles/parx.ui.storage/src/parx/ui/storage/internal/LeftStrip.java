package parx.ui.storage.internal;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.DirectoryDialog;
import org.eclipse.swt.widgets.Label;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.service.ConfigurationException;
import parx.service.LeftRows;
import parx.service.LeftRows.Left;
import parx.ui.LabelText;

/** What waits for rules that are not in force any more, and the way out; takes no room where nothing waits. UI thread. */
final class LeftStrip {
    private static final Logger LOG = LoggerFactory.getLogger(LeftStrip.class);

    private final StorageServices services;
    private final StorageKit ui;
    private final Composite strip;
    private final Label text;
    private final Button button;
    /** Asks a person for a folder; null for none. */
    private Supplier<String> folder;
    private List<Left> shown = List.of();

    LeftStrip(Composite parent, StorageServices services, StorageKit ui) {
        this.services = services;
        this.ui = ui;
        strip = new Composite(parent, SWT.NONE);
        strip.setLayout(new GridLayout(2, false));
        strip.setLayoutData(new GridData(SWT.FILL, SWT.END, true, false));
        text = new Label(strip, SWT.WRAP);
        text.setData("parx.id", "storage.left");
        GridData wide = new GridData(SWT.FILL, SWT.CENTER, true, false);
        wide.widthHint = 200;
        text.setLayoutData(wide);
        button = new Button(strip, SWT.PUSH);
        button.setText(ui.words().text("left.divert"));
        button.setData("parx.id", "storage.left.divert");
        button.addListener(SWT.Selection, event -> divert());
        folder = () -> new DirectoryDialog(strip.getShell()).open();
        show(false);
    }

    /** In place of the system's dialog. */
    void folder(Supplier<String> answer) {
        folder = answer;
    }

    void refresh() {
        List<Left> now = services.left().map(LeftRows::all).orElse(List.of());
        if (!now.equals(shown)) {
            shown = now;
            text.setText(LabelText.plain(now.stream().map(left -> ui.words().text("left.waiting", left.waiting(), left.ruleName(), left.problem()).strip())
                    .collect(Collectors.joining("\n"))));
            show(!now.isEmpty());
        }
    }

    private void show(boolean visible) {
        ((GridData) strip.getLayoutData()).exclude = !visible;
        strip.setVisible(visible);
        strip.getParent().layout(true, true);
    }

    private void divert() {
        String chosen = folder.get();
        if (chosen == null) {
            return;
        }
        List<Left> waiting = shown;
        ui.background().run(new Object(), strip, () -> {
            ConfigurationException refused = null;
            for (Left left : waiting) {
                try {
                    services.left().orElseThrow().divert(services.users().current(), left.ruleId(), Path.of(chosen));
                } catch (ConfigurationException e) {
                    // What waits for the others has a way out all the same.
                    refused = e;
                }
            }
            if (refused != null) {
                throw refused;
            }
            return null;
        }, done -> ui.notifications().note(ui.words().text("left.diverted", chosen)), failure -> {
            if (!(failure instanceof ConfigurationException)) {
                LOG.error("Waiting samples cannot be sent elsewhere", failure);
            }
            ui.notifications().problem(failure instanceof ConfigurationException ? failure.getLocalizedMessage() : ui.words().text("edit.fault"));
        });
    }
}
