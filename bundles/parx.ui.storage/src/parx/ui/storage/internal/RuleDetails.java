package parx.ui.storage.internal;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import parx.service.Storage.RuleState;
import parx.service.Storage.RuleStatus;
import parx.ui.DetailsText;

/** The strip below the table: what there is to say of the selected rule, and what a person may command it. UI thread. */
final class RuleDetails {
    private final StorageKit ui;
    private final Amounts amounts;
    private final DetailsText text;
    private final Composite commands;

    RuleDetails(Composite parent, StorageKit ui, Amounts amounts, Runnable start, Runnable stop) {
        this.ui = ui;
        this.amounts = amounts;
        text = new DetailsText(parent, ui.palette(), "storage.details");
        commands = new Composite(text.strip(), SWT.NONE);
        GridLayout row = new GridLayout(2, false);
        row.marginWidth = 0;
        row.marginHeight = 0;
        commands.setLayout(row);
        commands.setLayoutData(new GridData(SWT.BEGINNING, SWT.CENTER, false, false));
        button("storage.start", "action.start", "recording", start);
        button("storage.stop", "action.stop", "stopped", stop);
        show(List.of());
    }

    void show(List<RuleRow> selected) {
        boolean external = selected.size() == 1 && selected.get(0).external() && selected.get(0).rule().enabled();
        if (external != commands.getVisible()) {
            ((GridData) commands.getLayoutData()).exclude = !external;
            commands.setVisible(external);
            text.strip().getParent().layout(true, true);
        }
        text.show(selected.isEmpty() ? "" : selected.size() > 1 ? ui.words().text("details.several", selected.size())
                : sentence(selected.get(0)));
    }

    private void button(String id, String label, String icon, Runnable run) {
        Button button = new Button(commands, SWT.PUSH);
        button.setText(ui.words().text(label));
        button.setImage(ui.icons().image(icon));
        var themed = ui.palette().onChange(() -> button.setImage(ui.icons().image(icon)));
        button.addListener(SWT.Dispose, event -> themed.close());
        button.setData("parx.id", id);
        button.addListener(SWT.Selection, event -> run.run());
    }

    private String sentence(RuleRow row) {
        RuleStatus status = row.status();
        List<String> lines = new ArrayList<>();
        lines.add(row.rule().name() + " · " + row.id() + " · " + RuleRow.mode(row.rule(), ui.words()) + " · "
                + RuleRow.backend(row.rule(), ui.words()));
        lines.add(row.stateWord(ui.words()) + ". " + (row.rule().enabled() && !status.problem().isEmpty() ? status.problem()
                : ui.words().text(row.rule().enabled() ? "next." + row.state().name() : "next.DISABLED")));
        // Some rows always wait for the next commit; they matter where something is wrong.
        if (row.state() == RuleState.BACKEND_LOST || status.quarantined() > 0 || status.dropped() > 0) {
            lines.add(ui.words().text("details.losses", amounts.whole(status.backlog()), amounts.whole(status.quarantined()),
                    amounts.whole(status.dropped())));
        }
        return String.join("\n", lines);
    }
}
