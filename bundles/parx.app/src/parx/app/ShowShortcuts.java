package parx.app;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.commands.common.NotDefinedException;
import org.eclipse.jface.bindings.Binding;
import org.eclipse.jface.dialogs.Dialog;
import org.eclipse.jface.dialogs.IDialogConstants;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.TableColumn;
import org.eclipse.swt.widgets.TableItem;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.handlers.HandlerUtil;
import org.eclipse.ui.keys.IBindingService;
import parx.ui.Words;

/** Lists the keys of ParX's commands, as they are bound now. UI thread. */
public final class ShowShortcuts extends AbstractHandler {
    private static final String OWN = "parx.";
    private final Words words = new Words(ShowShortcuts.class);

    @Override
    public Object execute(ExecutionEvent event) {
        new Shortcuts(HandlerUtil.getActiveShell(event)).open();
        return null;
    }

    /** Names and keys, sorted by name. */
    private static Map<String, String> bound() {
        Map<String, String> keys = new TreeMap<>(Comparator.comparing(String::toLowerCase));
        for (Binding binding : PlatformUI.getWorkbench().getService(IBindingService.class).getBindings()) {
            var command = binding.getParameterizedCommand();
            if (command == null) {
                continue;
            }
            boolean own = command.getId().startsWith(OWN)
                    || namesOwn(command.getParameterMap());
            if (own) {
                try {
                    keys.merge(command.getName(), binding.getTriggerSequence().format(), (a, b) -> a.equals(b) ? a : a + ", " + b);
                } catch (NotDefinedException e) {
                    // A key of a bundle that is not installed: nothing to show.
                    continue;
                }
            }
        }
        return keys;
    }

    /** Whether a parameter of a platform's command names a view or perspective of ours. */
    private static boolean namesOwn(Map<?, ?> parameters) {
        return parameters.values().stream().anyMatch(value -> String.valueOf(value).startsWith(OWN));
    }

    /** The list. */
    private final class Shortcuts extends Dialog {
        private Shortcuts(Shell parent) {
            super(parent);
            setShellStyle(SWT.TITLE | SWT.CLOSE | SWT.RESIZE | SWT.APPLICATION_MODAL);
        }

        @Override
        protected void configureShell(Shell shell) {
            super.configureShell(shell);
            shell.setText(words.text("shortcuts.title"));
        }

        @Override
        protected Control createDialogArea(Composite parent) {
            Composite area = (Composite) super.createDialogArea(parent);
            Table table = new Table(area, SWT.FULL_SELECTION | SWT.V_SCROLL);
            GridData data = new GridData(SWT.FILL, SWT.FILL, true, true);
            data.heightHint = 360;
            table.setLayoutData(data);
            TableColumn name = new TableColumn(table, SWT.LEFT);
            TableColumn keys = new TableColumn(table, SWT.LEFT);
            bound().forEach((label, key) -> new TableItem(table, SWT.NONE).setText(new String[] {label, key}));
            name.pack();
            keys.pack();
            return area;
        }

        @Override
        protected void createButtonsForButtonBar(Composite parent) {
            createButton(parent, IDialogConstants.OK_ID, words.text("shortcuts.close"), true);
        }
    }
}
