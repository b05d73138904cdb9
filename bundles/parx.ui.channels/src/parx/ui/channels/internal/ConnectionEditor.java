package parx.ui.channels.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jface.dialogs.Dialog;
import org.eclipse.jface.dialogs.IDialogConstants;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;
import parx.driver.Driver;
import parx.driver.Setting;
import parx.driver.SettingProblem;
import parx.driver.SettingsCheck;
import parx.model.Settings;
import parx.ui.FieldRow;
import parx.ui.FormScroll;
import parx.ui.FormSection;
import parx.ui.LabelText;
import parx.ui.NumberText;
import parx.ui.Palette.Token;
import parx.ui.RefusalText;
import parx.ui.ValueFormat;

/** The settings that all channels of one device connection share. UI thread. */
final class ConnectionEditor extends Dialog {
    private static final int FRAME = 48;

    private final ChannelServices services;
    private final Driver driver;
    private final String connectionName;
    private final Settings stored;
    private final NumberText numbers;
    private final ViewKit ui;
    private final Map<String, Setting> settings = new LinkedHashMap<>();
    private FormScroll scroll;
    private FormSection section;
    private Label reason;

    ConnectionEditor(Shell parent, ChannelServices services, ViewKit ui, ValueFormat format, Driver driver, String connectionName) {
        super(parent);
        this.services = services;
        this.driver = driver;
        this.connectionName = connectionName;
        this.stored = services.connectionSettings().of(connectionName);
        this.numbers = new NumberText(format.locale());
        this.ui = ui;
        setShellStyle(SWT.CLOSE | SWT.TITLE | SWT.RESIZE | SWT.PRIMARY_MODAL);
        setBlockOnOpen(false);
    }

    @Override
    protected void configureShell(Shell shell) {
        super.configureShell(shell);
        shell.setText(ui.words().text("connection.title", connectionName));
        shell.setData("parx.id", "connection");
    }

    /** With room for what the window manager puts around it. */
    @Override
    protected Point getInitialSize() {
        Point wanted = super.getInitialSize();
        return new Point(wanted.x, Math.min(wanted.y, getParentShell().getMonitor().getClientArea().height - FRAME));
    }

    @Override
    protected boolean isResizable() {
        return true;
    }

    @Override
    protected Control createDialogArea(Composite parent) {
        Composite area = (Composite) super.createDialogArea(parent);
        scroll = new FormScroll(area);
        Label intro = new Label(scroll.form(), SWT.WRAP);
        intro.setText(ui.words().text("connection.intro"));
        intro.setForeground(ui.palette().color(Token.SECONDARY));
        GridData wide = new GridData(SWT.FILL, SWT.CENTER, true, false);
        wide.widthHint = 600;
        intro.setLayoutData(wide);
        section = new FormSection(scroll.form(), ui.palette(), "editor", "", row -> validate());
        for (Setting setting : driver.settings()) {
            if (setting.scope() == Setting.Scope.CONNECTION) {
                settings.put(EditorModel.SETTING + setting.key(), setting);
                FieldRow row = SettingText.add(section, setting, numbers);
                String text = SettingText.text(stored, setting, numbers);
                boolean chosen = setting.kind() == Setting.Kind.CHOICE || setting.kind() == Setting.Kind.FLAG;
                row.show(text.isEmpty() && chosen ? setting.standard() : text);
            }
        }
        if (settings.isEmpty()) {
            section.note("connection.none").setText(ui.words().text("connection.noSettings"));
        }
        return area;
    }

    @Override
    protected Control createButtonBar(Composite parent) {
        reason = new Label(parent, SWT.WRAP);
        reason.setData("parx.id", "connection.reason");
        GridData wide = new GridData(SWT.FILL, SWT.CENTER, true, false);
        wide.horizontalIndent = 12;
        wide.widthHint = 600;
        reason.setLayoutData(wide);
        return super.createButtonBar(parent);
    }

    @Override
    protected void createButtonsForButtonBar(Composite parent) {
        createButton(parent, IDialogConstants.OK_ID, ui.words().text("save"), true).setData("parx.id", "connection.ok");
        createButton(parent, IDialogConstants.CANCEL_ID, ui.words().text("cancel"), false);
    }

    @Override
    protected Control createContents(Composite parent) {
        Control contents = super.createContents(parent);
        validate();
        scroll.fit();
        return contents;
    }

    @Override
    protected void okPressed() {
        Settings now = settings();
        getButton(IDialogConstants.OK_ID).setEnabled(false);
        ui.background().change(getShell(), () -> {
            services.connectionSettings().put(services.users().current(), connectionName, stored, now);
            return now;
        }, done -> {
            ui.notifications().note(ui.words().text("connection.saved", connectionName));
            super.okPressed();
        }, failure -> {
            validate();
            say("✕ " + new RefusalText().inEditor(failure), Token.BAD);
        });
    }

    /** What would be saved; keys that this driver does not know are kept. */
    private Settings settings() {
        Settings result = stored;
        for (Map.Entry<String, Setting> entry : settings.entrySet()) {
            Setting setting = entry.getValue();
            String typed = section.rows().get(entry.getKey()).text().strip();
            boolean asStored = typed.equals(SettingText.text(stored, setting, numbers));
            if (!asStored) {
                boolean standard = typed.isEmpty() || typed.equals(setting.standard());
                result = result.set(setting.key(), standard ? null : SettingText.value(setting, typed, numbers));
            }
        }
        return result;
    }

    /** Called at every letter, so the form is laid out only where something needs another height. */
    private void validate() {
        boolean moves = false;
        Settings now = settings();
        List<Setting> all = driver.settings();
        String first = "";
        for (Map.Entry<String, Setting> entry : settings.entrySet()) {
            FieldRow row = section.rows().get(entry.getKey());
            Setting setting = entry.getValue();
            boolean applies = SettingsCheck.applies(setting, all, now) || !dependsOnConnection(setting, all);
            moves |= row.setVisible(applies);
            String problem = applies ? problem(setting, row.text(), now).orElse(null) : null;
            moves |= row.showProblem(problem);
            first = first.isEmpty() && problem != null ? problem : first;
        }
        Button ok = getButton(IDialogConstants.OK_ID);
        if (ok != null) {
            ok.setEnabled(first.isEmpty());
            moves |= say(first, Token.SECONDARY);
        }
        if (moves) {
            getShell().layout(true, true);
            scroll.fit();
        }
    }

    /** A condition on the device (TCP or serial) cannot be judged here, so such a setting is shown. */
    private static boolean dependsOnConnection(Setting setting, List<Setting> all) {
        String key = setting.onlyIf().split("=", 2)[0];
        return all.stream().anyMatch(s -> s.key().equals(key) && s.scope() == Setting.Scope.CONNECTION);
    }

    private Optional<String> problem(Setting setting, String typed, Settings now) {
        if (!typed.isBlank() && (setting.kind() == Setting.Kind.INTEGER || setting.kind() == Setting.Kind.DECIMAL)) {
            try {
                numbers.parse(typed);
            } catch (NumberFormatException e) {
                return Optional.of(e.getLocalizedMessage());
            }
        }
        return SettingsCheck.check(setting, now).map(SettingProblem::sentence);
    }

    /** @return whether the sentence needs another height than the one before */
    private boolean say(String sentence, Token token) {
        reason.setForeground(ui.palette().color(token));
        return LabelText.show(reason, sentence);
    }
}
