package parx.ui.channels.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.jface.dialogs.Dialog;
import org.eclipse.jface.dialogs.IDialogConstants;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Link;
import org.eclipse.swt.widgets.Shell;
import parx.driver.BrowsableDriver;
import parx.driver.DeviceBrowser;
import parx.driver.Driver;
import parx.driver.Reading;
import parx.driver.Setting;
import parx.model.Channel;
import parx.model.Protocol;
import parx.model.Scaling;
import parx.ui.FieldRow;
import parx.ui.FormScroll;
import parx.ui.FormSection;
import parx.ui.LabelText;
import parx.ui.NumberText;
import parx.ui.ReasonBar;
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
    private final ViewKit ui;
    private final List<FormSection> sections = new ArrayList<>();
    private FormScroll scroll;
    private Composite form;
    private Composite driverForm;
    private Label address;
    private Label preview;
    private ReasonBar reasons;
    private Link connection;
    private TestStrip test;
    private Reading lastReading;
    private boolean saving;

    ChannelEditor(Shell parent, ChannelServices services, ViewKit ui, ChannelEdits edits, EditorModel model, ValueFormat format) {
        super(parent);
        this.services = services;
        this.edits = edits;
        this.model = model;
        this.format = format;
        this.numbers = new NumberText(format.locale());
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
        shell.setText(ui.words().text(model.isNew() ? "editor.new" : "editor.title", model.text(EditorModel.NAME)));
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
        scroll = new FormScroll(area);
        form = scroll.form();
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
        reasons = new ReasonBar(parent, ui.palette(), "editor.reason");
        return reasons.with(super.createButtonBar(reasons.bar()));
    }

    @Override
    protected void createButtonsForButtonBar(Composite parent) {
        Button ok = createButton(parent, IDialogConstants.OK_ID, ui.words().text(model.isNew() ? "add" : "save"), true);
        ok.setData("parx.id", "editor.ok");
        createButton(parent, IDialogConstants.CANCEL_ID, ui.words().text("cancel"), false).setData("parx.id", "editor.cancel");
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
        getButton(IDialogConstants.OK_ID).setEnabled(false);
        edits.save(model, getShell(), super::okPressed, sentence -> {
            saving = false;
            validate();
            reasons.refuse(sentence);
        });
    }

    private void general() {
        FormSection section = section(form, ui.words().text("section.channel"));
        section.add(EditorModel.NAME, ui.words().text("field.name"), FieldRow.Kind.LINE, ui.words().text("field.name.help"));
        section.add(EditorModel.ID, ui.words().text("field.id"), FieldRow.Kind.LINE,
                ui.words().text("field.id.help", Channel.MAX_ID_LENGTH)).setEnabled(model.isNew());
        section.add("protocol", ui.words().text("field.protocol"), FieldRow.Kind.CHOICE, ui.words().text("field.protocol.help"),
                services.drivers().all().stream().map(Driver::protocol)
                        .map(protocol -> new FieldRow.Choice(protocol.key(), protocol.label())).toArray(FieldRow.Choice[]::new));
        section.add(EditorModel.ENABLED, ui.words().text("field.enabled"), FieldRow.Kind.FLAG, ui.words().text("field.enabled.help"));
    }

    private void driverSections() {
        for (Control old : driverForm.getChildren()) {
            old.dispose();
        }
        sections.removeIf(section -> section.grid().isDisposed());
        FormSection device = section(driverForm, ui.words().text("section.device"));
        FormSection signal = section(driverForm, ui.words().text("section.address"));
        address = null;
        for (Setting setting : model.settings()) {
            boolean ofDevice = setting.scope() == Setting.Scope.DEVICE;
            SettingText.add(ofDevice ? device : signal, setting, numbers);
            if (!ofDevice && address == null && setting.kind() == Setting.Kind.TEXT) {
                // Right below the field that names it (a register, a tag), not below all that follows.
                address = signal.note("editor.address");
                // What a test reads is read beside its outcome.
                scroll.keep(signal.rows().get(EditorModel.SETTING + setting.key()).control());
                browsing(signal);
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

    /** Where the device says itself what it has, that need not be typed. */
    private void browsing(FormSection signal) {
        if (model.driver().orElse(null) instanceof BrowsableDriver driver) {
            new Label(signal.grid(), SWT.NONE);
            Link browse = new Link(signal.grid(), SWT.NONE);
            browse.setText(ui.words().text("editor.browse"));
            browse.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false, FieldRow.COLUMNS - 1, 1));
            browse.setData("parx.id", "editor.browse");
            browse.addListener(SWT.Selection, event -> model.connectionName().ifPresent(name -> new BrowseDialog(getShell(), ui,
                    new DeviceLook(driver, services.connectionSettings().of(name).overlay(model.config())), name, this::take).open()));
        }
    }

    private void take(DeviceBrowser.Node found) {
        for (String key : found.channel().keys()) {
            model.set(EditorModel.SETTING + key, found.channel().text(key, ""));
        }
        if (model.text(EditorModel.NAME).isBlank()) {
            model.set(EditorModel.NAME, found.label());
        }
        outdate(EditorModel.SETTING);
        showModel();
        test.start();
    }

    private void scaling() {
        FormSection section = section(form, ui.words().text("section.scaling"));
        section.add(ScalingForm.FORM, ui.words().text("field.rawValueBecomes"), FieldRow.Kind.CHOICE, ui.words().text("field.rawValueBecomes.help"),
                new FieldRow.Choice(ScalingForm.FORM_NONE, ui.words().text("scaling.none")),
                new FieldRow.Choice(ScalingForm.FORM_FACTOR, ui.words().text("scaling.factor")),
                new FieldRow.Choice(ScalingForm.FORM_POINTS, ui.words().text("scaling.points")));
        section.add(ScalingForm.FACTOR, ui.words().text("field.factor"), FieldRow.Kind.LINE, ui.words().text("field.factor.help"));
        section.add(ScalingForm.OFFSET, ui.words().text("field.offset"), FieldRow.Kind.LINE, ui.words().text("field.offset.help"));
        section.add(ScalingForm.RAW_LOW, ui.words().text("field.rawLow"), FieldRow.Kind.LINE, ui.words().text("field.rawLow.help"));
        section.add(ScalingForm.RAW_HIGH, ui.words().text("field.rawHigh"), FieldRow.Kind.LINE, ui.words().text("field.rawHigh.help"));
        section.add(ScalingForm.LOW, ui.words().text("field.low"), FieldRow.Kind.LINE, ui.words().text("field.low.help"));
        section.add(ScalingForm.HIGH, ui.words().text("field.high"), FieldRow.Kind.LINE, ui.words().text("field.high.help"));
        section.add(ScalingForm.CLAMP, ui.words().text("field.clamp"), FieldRow.Kind.FLAG, ui.words().text("field.clamp.help"));
        preview = section.note("editor.preview");
    }

    private void metadata() {
        FormSection section = section(form, ui.words().text("section.meaning"));
        section.add(EditorModel.META + "units", ui.words().text("field.unit"), FieldRow.Kind.LINE, ui.words().text("field.unit.help"));
        section.add(EditorModel.META + "decimals", ui.words().text("field.decimals"), FieldRow.Kind.LINE, ui.words().text("field.decimals.help"));
        section.add(EditorModel.META + "low", ui.words().text("field.rangeLow"), FieldRow.Kind.LINE, ui.words().text("field.rangeLow.help"));
        section.add(EditorModel.META + "high", ui.words().text("field.rangeHigh"), FieldRow.Kind.LINE, ui.words().text("field.rangeHigh.help"));
        section.add(EditorModel.META + "area", ui.words().text("field.area"), FieldRow.Kind.LINE, ui.words().text("field.area.help"));
        section.add(EditorModel.META + "line", ui.words().text("field.line"), FieldRow.Kind.LINE, ui.words().text("field.line.help"));
        section.add(EditorModel.META + "description", ui.words().text("field.description"), FieldRow.Kind.LINE, ui.words().text("field.description.help"));
        section.add(EditorModel.META + "stepped", ui.words().text("field.stepped"), FieldRow.Kind.FLAG, ui.words().text("field.stepped.help"));
    }

    private FormSection section(Composite parent, String title) {
        FormSection section = new FormSection(parent, ui.palette(), "editor", title, this::typed);
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
        scroll.keep(row.control());
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
        scroll.fit();
    }

    /** Called at every letter, so the form is laid out only where something needs another height. */
    private void validate() {
        boolean moves = false;
        Map<String, String> problems = model.problems();
        Map<String, Setting> settings = new java.util.HashMap<>();
        model.settings().forEach(setting -> settings.put(EditorModel.SETTING + setting.key(), setting));
        for (FormSection section : sections) {
            for (Map.Entry<String, FieldRow> each : section.rows().entrySet()) {
                String field = each.getKey();
                Setting setting = settings.get(field);
                moves |= each.getValue().setVisible(setting == null ? model.applies(field) : model.applies(setting));
                moves |= each.getValue().showProblem(problems.get(field));
            }
        }
        // Where the address is wrong its field says so; a driver would say it here once more.
        boolean resolved = problems.keySet().stream().map(settings::get)
                .allMatch(setting -> setting == null || setting.scope() == Setting.Scope.DEVICE);
        moves |= LabelText.show(address, !resolved || model.address().isEmpty() ? "" : ui.words().text("editor.reads", model.address()));
        moves |= LabelText.show(preview, preview());
        connection.setText(LabelText.plain(model.connectionName().map(name -> ui.words().text("editor.connection", name)).orElse("")));
        Button ok = getButton(IDialogConstants.OK_ID);
        if (ok != null) {
            ok.setEnabled(problems.isEmpty() && !saving);
            test.setEnabled(problems.keySet().stream().noneMatch(field -> field.startsWith(EditorModel.SETTING)
                    || field.startsWith("scaling.") || field.equals("protocol")));
            reasons.say(problems.isEmpty() ? model.notice() : problems.values().iterator().next());
        }
        if (moves) {
            scroll.fit();
        }
    }

    private String preview() {
        Scaling scaling = model.scaling().orElse(null);
        if (scaling == null || scaling.isIdentity() && lastReading == null) {
            return "";
        }
        if (lastReading != null && !Double.isNaN(lastReading.value())) {
            return ui.words().text("editor.now", example(lastReading.value(), scaling));
        }
        String first = ui.words().text("editor.raw", example(model.exampleRaw(), scaling));
        boolean points = model.text(ScalingForm.FORM).equals(ScalingForm.FORM_POINTS);
        return points ? first + ",  " + ui.words().text("editor.raw", example(numbers.parse(model.text(ScalingForm.RAW_HIGH)), scaling)) : first;
    }

    private String example(double raw, Scaling scaling) {
        Channel channel = model.channel();
        return format.exact(raw) + " → "
                + format.value(scaling.clamp(scaling.apply(raw)), channel.decimals(), channel.metadata().units());
    }

    private static void separator(Composite area) {
        new Label(area, SWT.SEPARATOR | SWT.HORIZONTAL).setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false));
    }
}
