package parx.ui.storage.internal;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.jface.dialogs.Dialog;
import org.eclipse.jface.dialogs.IDialogConstants;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.CTabFolder;
import org.eclipse.swt.custom.CTabItem;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Shell;
import parx.model.Channel;
import parx.model.StorageRule;
import parx.ui.NumberText;
import parx.ui.ReasonBar;

/**
 * The editor of one storage rule: its settings, its channels, and what it would have kept. It lets the window behind it
 * be used, so that channels can be dragged here. UI thread.
 */
final class RuleEditor extends Dialog {
    private static final int FIRST_WIDTH = 880;
    private static final int FIRST_HEIGHT = 720;
    /** What a window manager puts around a window, and some of what is behind it. */
    private static final int FRAME = 60;
    private static final int RULE_TAB = 0;
    private static final int CHANNELS_TAB = 1;
    private static final int PREVIEW_TAB = 2;

    private final StorageServices services;
    private final StorageKit ui;
    private final RuleEdits edits;
    private final RuleDraft draft;
    private final SettingWords settingWords;
    private CTabFolder tabs;
    private RuleForm form;
    private ChannelChooser channels;
    private PreviewPane preview;
    private ReasonBar reasons;
    private boolean saving;

    RuleEditor(Shell parent, StorageServices services, StorageKit ui, RuleEdits edits, StorageRule rule, boolean isNew) {
        super(parent);
        this.services = services;
        this.ui = ui;
        this.edits = edits;
        NumberText numbers = new NumberText(ui.format().locale());
        settingWords = new SettingWords(ui.words(), numbers, Locale.getDefault(Locale.Category.DISPLAY));
        draft = new RuleDraft(rule, isNew, new FieldCheck(numbers, settingWords, ui.words(),
                id -> services.channels().byId(id).isPresent()), edits::isTaken);
        setShellStyle(SWT.CLOSE | SWT.TITLE | SWT.RESIZE | SWT.MAX | SWT.MODELESS);
        setBlockOnOpen(false);
    }

    /** @param previewFirst whether to show what the rule would keep */
    void open(boolean previewFirst) {
        open();
        if (previewFirst) {
            tabs.setSelection(PREVIEW_TAB);
            preview.run();
        }
    }

    @Override
    protected boolean isResizable() {
        return true;
    }

    @Override
    protected void configureShell(Shell shell) {
        super.configureShell(shell);
        shell.setText(draft.isNew() ? ui.words().text("editor.new") : ui.words().text("editor.title", draft.text(RuleDraft.NAME)));
        shell.setData("parx.id", "rule");
    }

    @Override
    protected Point getInitialSize() {
        Rectangle room = getParentShell().getMonitor().getClientArea();
        return new Point(Math.min(FIRST_WIDTH, room.width - FRAME), Math.min(FIRST_HEIGHT, room.height - FRAME));
    }

    /** At the right, so that the channels stay in reach of who drags them here. */
    @Override
    protected Point getInitialLocation(Point size) {
        Rectangle window = getParentShell().getBounds();
        return new Point(window.x + Math.max(0, window.width - size.x - FRAME / 2), window.y + Math.max(0, (window.height - size.y) / 2));
    }

    @Override
    protected Control createDialogArea(Composite parent) {
        tabs = new CTabFolder(parent, SWT.TOP | SWT.FLAT);
        tabs.setData("parx.id", "rule.tabs");
        tabs.setLayoutData(new GridData(SWT.FILL, SWT.FILL, true, true));
        tabs.setTabHeight(32);
        tabs.setSimple(true);
        Composite first = page();
        form = new RuleForm(first, ui, settingWords, services.channels(), draft, this::edited);
        tab(padded(ui.words().text("tab.rule")), first);
        channels = new ChannelChooser(tabs, ui, services.channels().all(), draft.channels(), this::channelsEdited);
        tab("", channels.page());
        preview = new PreviewPane(tabs, services, ui, new Amounts(ui.format()), this::valid);
        tab(padded(ui.words().text("tab.preview")), preview.page());
        tabs.setSelection(RULE_TAB);
        tabs.addListener(SWT.Selection, event -> {
            if (tabs.getSelectionIndex() == PREVIEW_TAB) {
                preview.run();
            }
        });
        return tabs;
    }

    @Override
    protected Control createButtonBar(Composite parent) {
        reasons = new ReasonBar(parent, ui.palette(), "rule.reason");
        return reasons.with(super.createButtonBar(reasons.bar()));
    }

    @Override
    protected void createButtonsForButtonBar(Composite parent) {
        createButton(parent, IDialogConstants.OK_ID, ui.words().text(draft.isNew() ? "editor.add" : "editor.save"), true)
                .setData("parx.id", "rule.ok");
        createButton(parent, IDialogConstants.CANCEL_ID, ui.words().text("editor.cancel"), false).setData("parx.id", "rule.cancel");
    }

    @Override
    protected Control createContents(Composite parent) {
        Control contents = super.createContents(parent);
        validate();
        return contents;
    }

    @Override
    public void create() {
        super.create();
        form.focus();
    }

    @Override
    protected void okPressed() {
        if (saving || !draft.problems().isEmpty()) {
            return;
        }
        saving = true;
        getButton(IDialogConstants.OK_ID).setEnabled(false);
        edits.save(draft, getShell(), super::okPressed, sentence -> {
            saving = false;
            validate();
            reasons.refuse(sentence);
        });
    }

    private Composite page() {
        Composite page = new Composite(tabs, SWT.NONE);
        GridLayout layout = new GridLayout();
        layout.marginWidth = 0;
        layout.marginHeight = 4;
        page.setLayout(layout);
        return page;
    }

    private void tab(String title, Control page) {
        CTabItem item = new CTabItem(tabs, SWT.NONE);
        item.setText(title);
        item.setControl(page);
    }

    /** The tabs of the toolkit leave no room beside their words. */
    private static String padded(String title) {
        return "  " + title + "  ";
    }

    private void edited() {
        preview.outdated();
        validate();
    }

    private void channelsEdited() {
        draft.channels(channels.chosen());
        edited();
    }

    /** The rule as it stands here, null where it cannot be applied. */
    private StorageRule valid() {
        Map<String, String> problems = draft.problems();
        // A name is not needed to try a rule.
        return problems.keySet().stream().allMatch(List.of(RuleDraft.NAME, RuleDraft.ID)::contains) ? draft.rule() : null;
    }

    private void validate() {
        Map<String, String> problems = draft.problems();
        form.validate(problems);
        boolean every = draft.channels().contains(StorageRule.EVERY_CHANNEL);
        tabs.getItem(CHANNELS_TAB).setText(padded(ui.words().text(every ? "tab.channels.all" : "tab.channels",
                draft.channels().size())));
        Button ok = getButton(IDialogConstants.OK_ID);
        if (ok != null) {
            ok.setEnabled(problems.isEmpty() && !saving);
            reasons.say(problems.isEmpty() ? displaced() : problems.values().iterator().next());
        }
    }

    /** What other rules would then keep no longer; empty where all stays. */
    private String displaced() {
        return Displaced.of(draft.rule(), services.rules().all(), services.channels().all().stream().map(Channel::id).toList())
                .stream().map(one -> ui.words().text("editor.displaces", one.channels(), one.by().name(),
                        one.whole().isEmpty() ? "" : ui.words().text(one.whole()))).collect(Collectors.joining(" "));
    }
}
