package parx.ui.storage.internal;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Text;
import parx.service.Storage.RuleState;
import parx.service.Storage.RuleStatus;

/** The strip below the table: what there is to say of the selected rule, and what a person may command it. UI thread. */
final class RuleDetails {
    private static final int MOST_LINES = 6;

    private final StorageKit ui;
    private final Amounts amounts;
    private final Composite strip;
    private final Text text;
    private final Composite commands;

    RuleDetails(Composite parent, StorageKit ui, Amounts amounts, Runnable start, Runnable stop) {
        this.ui = ui;
        this.amounts = amounts;
        strip = new Composite(parent, SWT.NONE);
        GridLayout layout = new GridLayout();
        layout.marginWidth = 8;
        layout.marginHeight = 4;
        strip.setLayout(layout);
        strip.setLayoutData(new GridData(SWT.FILL, SWT.END, true, false));
        // A text, not a label: an error's sentence wants to be copied into a mail.
        text = new Text(strip, SWT.READ_ONLY | SWT.MULTI | SWT.WRAP);
        text.setData("parx.id", "storage.details");
        text.setLayoutData(new GridData(SWT.FILL, SWT.FILL, true, true));
        text.setBackground(strip.getBackground());
        text.addListener(SWT.Resize, event -> fit());
        commands = new Composite(strip, SWT.NONE);
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
        String now = selected.isEmpty() ? "" : selected.size() > 1 ? ui.words().text("details.several", selected.size())
                : sentence(selected.get(0));
        if (now.equals(text.getText()) && external == commands.isVisible() && strip.isVisible() == !now.isEmpty()) {
            return;
        }
        text.setText(now);
        show(commands, external);
        show(strip, !now.isEmpty());
        strip.getParent().layout(true, true);
        fit();
    }

    private static void show(Composite part, boolean visible) {
        ((GridData) part.getLayoutData()).exclude = !visible;
        part.setVisible(visible);
    }

    private void button(String id, String label, String icon, Runnable run) {
        Button button = new Button(commands, SWT.PUSH);
        button.setText(ui.words().text(label));
        button.setImage(ui.icons().image(icon));
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

    /** As high as what it says, up to a limit; two lines at least, so that the table does not jump from row to row. */
    private void fit() {
        int width = text.getSize().x;
        int line = text.getLineHeight();
        int wanted = width <= 0 ? 2 * line : text.computeSize(width, SWT.DEFAULT).y;
        int height = Math.max(2 * line, Math.min(MOST_LINES * line, wanted));
        GridData data = (GridData) text.getLayoutData();
        if (data.heightHint != height) {
            data.heightHint = height;
            strip.getParent().layout(true, true);
        }
    }
}
