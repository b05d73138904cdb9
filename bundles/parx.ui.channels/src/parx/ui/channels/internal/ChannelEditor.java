package parx.ui.channels.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.eclipse.jface.dialogs.Dialog;
import org.eclipse.jface.dialogs.IDialogConstants;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.ScrolledComposite;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Link;
import org.eclipse.swt.widgets.Shell;
import parx.driver.Driver;
import parx.driver.Reading;
import parx.driver.Setting;
import parx.model.Channel;
import parx.model.Protocol;
import parx.model.Scaling;
import parx.ui.Palette.Token;
import parx.ui.ValueFormat;

/** The channel editor: a form drawn from the driver's settings around an {@link EditorModel}. UI thread. */
final class ChannelEditor extends Dialog {
    private static final int FIRST_WIDTH = 860;
    private static final int FIRST_HEIGHT = 860;

    private final ChannelServices services;
    private final ChannelEdits edits;
    private final EditorModel model;
    private final ValueFormat format;
    private final NumberText numbers;
    private final Consumer<Channel> saves;
    private final ViewKit ui;
    private final List<FormSection> sections = new ArrayList<>();
    private ScrolledComposite scroll;
    private Composite form;
    private Composite driverForm;
    private Label address;
    private Label preview;
    private Label reason;
    private Link connection;
    private TestStrip test;
    private Reading lastReading;
    private boolean saving;

    ChannelEditor(Shell parent, ChannelServices services, ViewKit ui, ChannelEdits edits, EditorModel model, ValueFormat format,
            Consumer<Channel> saves) {
        super(parent);
        this.services = services;
        this.edits = edits;
        this.model = model;
        this.format = format;
        this.numbers = new NumberText(format.locale());
        this.saves = saves;
        this.ui = ui;
        setShellStyle(SWT.CLOSE | SWT.TITLE | SWT.RESIZE | SWT.MAX | SWT.PRIMARY_MODAL);
        setBlockOnOpen(false);
    }

    /** @param testAtOnce whether to read the channel as soon as the editor is open */
    void open(boolean testAtOnce) {
        open();
        if (testAtOnce) {
            test.start();
        }
    }

    @Override
    protected boolean isResizable() {
        return true;
    }

    @Override
    protected void configureShell(Shell shell) {
        super.configureShell(shell);
        shell.setText(model.isNew() ? "New channel" : "Channel ‘" + model.text(EditorModel.NAME) + "’");
        shell.setData("parx.id", "editor");
    }

    @Override
    protected Point getInitialSize() {
        Point room = new Point(getParentShell().getMonitor().getClientArea().width, getParentShell().getMonitor().getClientArea().height);
        return new Point(Math.min(FIRST_WIDTH, room.x - 40), Math.min(FIRST_HEIGHT, room.y - 40));
    }

    @Override
    protected Control createDialogArea(Composite parent) {
        Composite area = new Composite(parent, SWT.NONE);
        GridLayout layout = new GridLayout();
        layout.marginWidth = 0;
        layout.marginHeight = 0;
        layout.verticalSpacing = 0;
        area.setLayout(layout);
        area.setLayoutData(new GridData(SWT.FILL, SWT.FILL, true, true));
        scroll = new ScrolledComposite(area, SWT.V_SCROLL);
        scroll.setLayoutData(new GridData(SWT.FILL, SWT.FILL, true, true));
        scroll.setExpandHorizontal(true);
        scroll.setExpandVertical(true);
        form = new Composite(scroll, SWT.NONE);
        form.setLayout(new GridLayout());
        scroll.setContent(form);
        scroll.addListener(SWT.Resize, event -> fitScroll());
        general();
        driverForm = new Composite(form, SWT.NONE);
        GridLayout inner = new GridLayout();
        inner.marginWidth = 0;
        inner.marginHeight = 0;
        driverForm.setLayout(inner);
        driverForm.setLayoutData(new GridData(SWT.FILL, SWT.BEGINNING, true, false));
        driverSections();
        scaling();
        metadata();
        separator(area);
        test = new TestStrip(area, ui, model, services, format, this::take, this::hasRead);
        test.control().setLayoutData(new GridData(SWT.FILL, SWT.END, true, false));
        separator(area);
        return area;
    }

    @Override
    protected Control createButtonBar(Composite parent) {
        Composite bar = new Composite(parent, SWT.NONE);
        GridLayout layout = new GridLayout(2, false);
        layout.marginWidth = 12;
        layout.marginHeight = 0;
        bar.setLayout(layout);
        bar.setLayoutData(new GridData(SWT.FILL, SWT.END, true, false));
        reason = new Label(bar, SWT.WRAP);
        reason.setData("parx.id", "editor.reason");
        GridData wide = new GridData(SWT.FILL, SWT.CENTER, true, false);
        wide.widthHint = 400;
        reason.setLayoutData(wide);
        Composite buttons = (Composite) super.createButtonBar(bar);
        ((GridData) buttons.getLayoutData()).horizontalAlignment = SWT.END;
        return bar;
    }

    @Override
    protected void createButtonsForButtonBar(Composite parent) {
        Button ok = createButton(parent, IDialogConstants.OK_ID, model.isNew() ? "Add" : "Save", true);
        ok.setData("parx.id", "editor.ok");
        createButton(parent, IDialogConstants.CANCEL_ID, "Cancel", false).setData("parx.id", "editor.cancel");
    }

    @Override
    protected Control createContents(Composite parent) {
        Control contents = super.createContents(parent);
        showModel();
        return contents;
    }

    @Override
    public void create() {
        super.create();
        sections.get(0).rows().get(EditorModel.NAME).control().setFocus();
    }

    @Override
    protected void okPressed() {
        if (saving || !model.problems().isEmpty()) {
            return;
        }
        saving = true;
        Channel channel = model.channel();
        getButton(IDialogConstants.OK_ID).setEnabled(false);
        // Before it is saved, for the tree may hear of the change before this editor does.
        saves.accept(channel);
        edits.save(channel, model.isNew(), getShell(), super::okPressed, sentence -> {
            saving = false;
            validate();
            say("✕ " + sentence, true);
        });
    }

    private void general() {
        FormSection section = section(form, "Channel");
        section.add(EditorModel.NAME, "Name", Setting.Kind.TEXT, "What people call it, such as ‘Strip speed’.");
        section.add(EditorModel.ID, "Id", Setting.Kind.TEXT, "Unique, at most " + Channel.MAX_ID_LENGTH
                + " characters; history is kept under it, so it can never be changed.").setEnabled(model.isNew());
        section.add("protocol", "Protocol", Setting.Kind.CHOICE, "What the device speaks.",
                services.drivers().all().stream().map(Driver::protocol)
                        .map(protocol -> new Setting.Choice(protocol.key(), protocol.label())).toArray(Setting.Choice[]::new));
        section.add(EditorModel.ENABLED, "Enabled", Setting.Kind.FLAG, "Only an enabled channel is read.");
    }

    private void driverSections() {
        for (Control old : driverForm.getChildren()) {
            old.dispose();
        }
        sections.removeIf(section -> section.grid().isDisposed());
        FormSection device = section(driverForm, "Device");
        FormSection signal = section(driverForm, "Address");
        address = null;
        for (Setting setting : model.settings()) {
            boolean ofDevice = setting.scope() == Setting.Scope.DEVICE;
            (ofDevice ? device : signal).add(setting, numbers);
            if (!ofDevice && address == null && setting.kind() == Setting.Kind.TEXT) {
                // Right below the field that names it (a register, a tag), not below all that follows.
                address = signal.note("editor.address");
            }
        }
        if (address == null) {
            address = signal.note("editor.address");
        }
        new Label(device.grid(), SWT.NONE);
        connection = new Link(device.grid(), SWT.NONE);
        connection.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false, FieldRow.COLUMNS - 1, 1));
        connection.setData("parx.id", "editor.connection");
        connection.addListener(SWT.Selection, event -> model.driver().ifPresent(driver -> model.connectionName()
                .ifPresent(name -> new ConnectionEditor(getShell(), services, ui, format, driver, name).open())));
    }

    private void scaling() {
        FormSection section = section(form, "Scaling");
        section.add(ScalingForm.FORM, "Raw value becomes", Setting.Kind.CHOICE, "How the device's number becomes engineering units.",
                new Setting.Choice(ScalingForm.FORM_NONE, "the value itself"),
                new Setting.Choice(ScalingForm.FORM_FACTOR, "raw × factor + offset"),
                new Setting.Choice(ScalingForm.FORM_POINTS, "a line through two points"));
        section.add(ScalingForm.FACTOR, "Factor", Setting.Kind.DECIMAL, "The raw value is multiplied by it.");
        section.add(ScalingForm.OFFSET, "Offset", Setting.Kind.DECIMAL, "In engineering units, added after the factor.");
        section.add(ScalingForm.RAW_LOW, "Raw low", Setting.Kind.DECIMAL, "The device's number at the low point, such as 4000.");
        section.add(ScalingForm.RAW_HIGH, "Raw high", Setting.Kind.DECIMAL, "The device's number at the high point, such as 20000.");
        section.add(ScalingForm.LOW, "Low", Setting.Kind.DECIMAL, "The value in engineering units at the low point, and the clamp's lower limit.");
        section.add(ScalingForm.HIGH, "High", Setting.Kind.DECIMAL, "The value in engineering units at the high point, and the clamp's upper limit.");
        section.add(ScalingForm.CLAMP, "Clamp", Setting.Kind.FLAG, "Limits the value to low…high; a limited value is marked UNCERTAIN.");
        preview = section.note("editor.preview");
    }

    private void metadata() {
        FormSection section = section(form, "Meaning");
        section.add(EditorModel.META + "units", "Unit", Setting.Kind.TEXT, "Engineering unit, such as m/min or °C.");
        section.add(EditorModel.META + "decimals", "Decimals", Setting.Kind.INTEGER, "0 to 9. Digits behind the decimal sign on screen; 2 where none is given.");
        section.add(EditorModel.META + "low", "Range low", Setting.Kind.DECIMAL, "Low end of a trend's axis; empty lets the trend choose.");
        section.add(EditorModel.META + "high", "Range high", Setting.Kind.DECIMAL, "High end of a trend's axis; empty lets the trend choose.");
        section.add(EditorModel.META + "area", "Area", Setting.Kind.TEXT, "Part of the plant, such as ‘Pickling’; the tree can be grouped by it.");
        section.add(EditorModel.META + "line", "Line", Setting.Kind.TEXT, "Line or section within the area.");
        section.add(EditorModel.META + "description", "Description", Setting.Kind.TEXT, "Whatever the next person should know.");
        section.add(EditorModel.META + "stepped", "Stepped", Setting.Kind.FLAG, "The value holds until the next sample (a state, a setpoint); otherwise a trend draws a slope.");
    }

    private FormSection section(Composite parent, String title) {
        FormSection section = new FormSection(parent, ui.palette(), title, this::typed);
        sections.add(section);
        return section;
    }

    private void typed(FieldRow row) {
        if (row.field().equals("protocol")) {
            Protocol.of(row.text()).ifPresent(model::setProtocol);
            outdate(row.field());
            driverSections();
            showModel();
            return;
        }
        model.set(row.field(), row.text());
        outdate(row.field());
        validate();
    }

    /** What was tested is not what stands here now. A raw value outlives a change of what is made of it. */
    private void outdate(String field) {
        boolean read = field.equals("protocol") || field.startsWith(EditorModel.SETTING);
        if (read) {
            lastReading = null;
        }
        if (read || field.startsWith("scaling.") || field.equals(EditorModel.META + "units")
                || field.equals(EditorModel.META + "decimals")) {
            test.outdated();
        }
    }

    private void take(String[] fieldAndText) {
        model.set(fieldAndText[0], fieldAndText[1]);
        showModel();
        test.start();
    }

    private void hasRead(Reading reading) {
        lastReading = reading;
        validate();
    }

    private void showModel() {
        for (FormSection section : sections) {
            section.rows().forEach((field, row) -> {
                row.show(field.equals("protocol") ? model.protocol().key() : model.text(field));
                if (!model.isNew()) {
                    row.touch();
                }
            });
        }
        validate();
    }

    private void validate() {
        Map<String, String> problems = model.problems();
        Map<String, Setting> settings = new java.util.HashMap<>();
        model.settings().forEach(setting -> settings.put(EditorModel.SETTING + setting.key(), setting));
        for (FormSection section : sections) {
            section.rows().forEach((field, row) -> {
                Setting setting = settings.get(field);
                row.setVisible(setting == null ? model.applies(field) : model.applies(setting));
                row.showProblem(problems.get(field));
            });
        }
        // Where the address is wrong its field says so; a driver would say it here once more.
        boolean resolved = problems.keySet().stream().map(settings::get)
                .allMatch(setting -> setting == null || setting.scope() == Setting.Scope.DEVICE);
        address.setText(!resolved || model.address().isEmpty() ? "" : "Reads " + model.address());
        preview.setText(preview());
        connection.setText(model.connectionName().map(name -> "<a>Connection settings</a> of " + name
                + ": time-outs, scan rate and more").orElse(""));
        Button ok = getButton(IDialogConstants.OK_ID);
        if (ok != null) {
            ok.setEnabled(problems.isEmpty() && !saving);
            test.setEnabled(problems.keySet().stream().noneMatch(field -> field.startsWith(EditorModel.SETTING)
                    || field.startsWith("scaling.") || field.equals("protocol")));
            say(problems.isEmpty() ? model.notice() : problems.values().iterator().next(), false);
        }
        form.layout(true, true);
        fitScroll();
    }

    private void say(String sentence, boolean bad) {
        reason.setText(sentence);
        reason.setForeground(ui.palette().color(bad ? Token.BAD : Token.SECONDARY));
        reason.getParent().layout();
    }

    private String preview() {
        Scaling scaling = model.scaling().orElse(null);
        if (scaling == null || scaling.isIdentity() && lastReading == null) {
            return "";
        }
        if (lastReading != null && !Double.isNaN(lastReading.value())) {
            return "now raw " + example(lastReading.value(), scaling);
        }
        String first = "raw " + example(model.exampleRaw(), scaling);
        boolean points = model.text(ScalingForm.FORM).equals(ScalingForm.FORM_POINTS);
        return points ? first + ",  raw " + example(numbers.parse(model.text(ScalingForm.RAW_HIGH)), scaling) : first;
    }

    private String example(double raw, Scaling scaling) {
        var meta = model.channel().metadata();
        return numbers.format(raw) + " → " + format.value(scaling.clamp(scaling.apply(raw)), meta.decimals(), meta.units());
    }

    private void fitScroll() {
        int width = scroll.getClientArea().width;
        if (width > 0) {
            scroll.setMinSize(form.computeSize(width, SWT.DEFAULT));
        }
        scroll.getVerticalBar().setIncrement(24);
    }

    private static void separator(Composite area) {
        new Label(area, SWT.SEPARATOR | SWT.HORIZONTAL).setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false));
    }
}
