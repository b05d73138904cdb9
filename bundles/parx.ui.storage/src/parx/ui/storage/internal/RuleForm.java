package parx.ui.storage.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.eclipse.jface.fieldassist.ContentProposal;
import org.eclipse.jface.fieldassist.ContentProposalAdapter;
import org.eclipse.jface.fieldassist.IContentProposal;
import org.eclipse.jface.fieldassist.TextContentAdapter;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Text;
import parx.model.BackendSettings;
import parx.model.Channel;
import parx.model.RuleSetting;
import parx.model.RuleSettings;
import parx.model.StorageRule.Backend;
import parx.model.StorageRule.Mode;
import parx.service.Channels;
import parx.ui.FieldRow;
import parx.ui.FormScroll;
import parx.ui.FormSection;
import parx.ui.Words;

/** A rule's fields, drawn from the description of its settings: mode and back end first, then what they need. UI thread. */
final class RuleForm {
    private static final int MOST_PROPOSALS = 30;
    private static final Set<RuleSetting> KEPT = Set.of(RuleSettings.RETENTION, RuleSettings.UNLESS_OTHER);

    private final StorageKit ui;
    private final SettingWords settingWords;
    private final Channels channels;
    private final RuleDraft draft;
    private final Runnable changed;
    private final FormScroll scroll;
    private final FormSection rule;
    private final Composite settings;
    private final Map<RuleSetting, FieldRow> rows = new HashMap<>();
    /** Whether there are fields that have no place yet. */
    private boolean drawn;

    /** @param changed told at every change of a field */
    RuleForm(Composite parent, StorageKit ui, SettingWords settingWords, Channels channels, RuleDraft draft, Runnable changed) {
        this.ui = ui;
        this.settingWords = settingWords;
        this.channels = channels;
        this.draft = draft;
        this.changed = changed;
        scroll = new FormScroll(parent);
        rule = new FormSection(scroll.form(), ui.palette(), "rule", ui.words().text("section.rule"), this::typed);
        Words words = ui.words();
        rule.add(RuleDraft.NAME, words.text("field.name"), FieldRow.Kind.LINE, words.text("field.name.help"));
        rule.add(RuleDraft.MODE, words.text("field.mode"), FieldRow.Kind.CHOICE, "",
                Arrays.stream(Mode.values()).map(mode -> new FieldRow.Choice(mode.name(), words.text("mode." + mode.name())))
                        .toArray(FieldRow.Choice[]::new));
        rule.add(RuleDraft.BACKEND, words.text("field.backend"), FieldRow.Kind.CHOICE, words.text("field.backend.help"),
                Arrays.stream(Backend.values()).map(backend -> new FieldRow.Choice(backend.name(), words.text("backend." + backend.name())))
                        .toArray(FieldRow.Choice[]::new));
        rule.add(RuleDraft.ENABLED, words.text("field.enabled"), FieldRow.Kind.FLAG, words.text("field.enabled.help"));
        rule.add(RuleDraft.ID, words.text("field.id"), FieldRow.Kind.LINE,
                words.text("field.id.help", RuleEdits.MAX_ID_LENGTH)).setEnabled(draft.isNew());
        settings = new Composite(scroll.form(), SWT.NONE);
        GridLayout layout = new GridLayout();
        layout.marginWidth = 0;
        layout.marginHeight = 0;
        settings.setLayout(layout);
        settings.setLayoutData(new GridData(SWT.FILL, SWT.BEGINNING, true, false));
        rule.rows().forEach((field, row) -> {
            row.show(draft.text(field));
            if (!draft.isNew()) {
                row.touch();
            }
        });
        drawSettings();
    }

    void focus() {
        rule.rows().get(RuleDraft.NAME).control().setFocus();
    }

    /** Shows which fields are in force, and what is wrong with them; lays out only where something needs another height. */
    void validate(Map<String, String> problems) {
        boolean moves = drawn;
        drawn = false;
        for (Map.Entry<String, FieldRow> each : rule.rows().entrySet()) {
            moves |= each.getValue().showProblem(problems.get(each.getKey()));
        }
        for (Map.Entry<RuleSetting, FieldRow> each : rows.entrySet()) {
            moves |= each.getValue().setVisible(draft.applies(each.getKey()));
            moves |= each.getValue().showProblem(problems.get(each.getKey().key()));
        }
        if (moves) {
            scroll.fit();
        }
    }

    private void typed(FieldRow row) {
        draft.set(row.field(), row.text());
        if (row.field().equals(RuleDraft.MODE) || row.field().equals(RuleDraft.BACKEND)) {
            drawSettings();
        }
        changed.run();
    }

    private void settingTyped(FieldRow row) {
        draft.settings().stream().filter(setting -> setting.key().equals(row.field())).forEach(setting -> draft.set(setting, row.text()));
        changed.run();
    }

    private void drawSettings() {
        for (Control old : settings.getChildren()) {
            old.dispose();
        }
        rows.clear();
        drawn = true;
        rule.rows().get(RuleDraft.MODE).help(ui.words().text("mode." + draft.mode().name() + ".help"));
        List<RuleSetting> backend = BackendSettings.of(draft.backend());
        section("section.mode", draft.settings().stream().filter(s -> !backend.contains(s) && !KEPT.contains(s)).toList());
        section("section.kept", draft.settings().stream().filter(KEPT::contains).toList());
        section("section.backend." + draft.backend().name(), backend);
    }

    private void section(String title, List<RuleSetting> of) {
        if (of.isEmpty()) {
            return;
        }
        FormSection section = new FormSection(settings, ui.palette(), "rule", ui.words().text(title), this::settingTyped);
        for (RuleSetting setting : of) {
            FieldRow row = section.add(setting.key(), settingWords.label(setting), kind(setting.kind()), settingWords.help(setting),
                    setting.choices().stream().map(choice -> new FieldRow.Choice(choice.value(), settingWords.choice(setting, choice)))
                            .toArray(FieldRow.Choice[]::new));
            row.placeholder(setting.standard());
            row.show(draft.text(setting));
            if (!draft.isNew()) {
                row.touch();
            }
            if (setting.kind() == RuleSetting.Kind.CHANNEL && row.control() instanceof Text text) {
                propose(text);
            }
            rows.put(setting, row);
        }
    }

    private static FieldRow.Kind kind(RuleSetting.Kind kind) {
        return switch (kind) {
            case FLAG -> FieldRow.Kind.FLAG;
            case CHOICE -> FieldRow.Kind.CHOICE;
            case SECRET -> FieldRow.Kind.SECRET;
            case TEXT, INTEGER, DECIMAL, CHANNEL, RETENTION, CHANNELS_BY_NAME -> FieldRow.Kind.LINE;
        };
    }

    /** Offers channels by a part of their name or id, as one types. */
    private void propose(Text text) {
        ContentProposalAdapter adapter = new ContentProposalAdapter(text, new TextContentAdapter(),
                (contents, position) -> proposals(contents), null, null);
        adapter.setProposalAcceptanceStyle(ContentProposalAdapter.PROPOSAL_REPLACE);
        adapter.setPropagateKeys(true);
    }

    private IContentProposal[] proposals(String contents) {
        List<IContentProposal> offered = new ArrayList<>();
        String[] parts = contents.strip().toLowerCase(Locale.ROOT).split("\\s+");
        for (Channel channel : channels.all()) {
            String text = (channel.name() + " " + channel.id()).toLowerCase(Locale.ROOT);
            boolean same = channel.id().equals(contents.strip());
            if (!same && Arrays.stream(parts).allMatch(text::contains)) {
                offered.add(new ContentProposal(channel.id(), channel.name() + "  " + channel.id(), null));
            }
            if (offered.size() == MOST_PROPOSALS) {
                break;
            }
        }
        return offered.toArray(IContentProposal[]::new);
    }
}
