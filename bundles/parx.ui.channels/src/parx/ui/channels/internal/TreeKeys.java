package parx.ui.channels.internal;

import java.util.function.Predicate;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Tree;

/** The keys of the tree. Enter is the tree's own default selection. UI thread. */
final class TreeKeys {
    private final Predicate<String> run;

    /** @param run does what the action with this id does */
    TreeKeys(Tree tree, Predicate<String> run) {
        this.run = run;
        tree.addListener(SWT.KeyDown, this::pressed);
    }

    private void pressed(Event event) {
        String action = actionOf(event);
        if (action != null) {
            run.test(action);
            // The native tree would search as one types, or toggle the selection.
            event.doit = false;
        }
    }

    private static String actionOf(Event event) {
        int key = Character.toLowerCase(event.keyCode);
        if ((event.stateMask & SWT.MODIFIER_MASK) == SWT.MOD1) {
            return switch (key) {
                case 'd' -> ChannelAction.DUPLICATE;
                case 'c', SWT.INSERT -> ChannelAction.COPY;
                case 'z' -> ChannelAction.UNDO;
                case 'y' -> ChannelAction.REDO;
                case 'f' -> ChannelAction.FILTER;
                case 't' -> ChannelAction.TEST;
                case 'g' -> ChannelAction.GROUPING;
                case SWT.CR, SWT.KEYPAD_CR -> ChannelAction.TREND;
                default -> null;
            };
        }
        if ((event.stateMask & SWT.MODIFIER_MASK) == (SWT.MOD1 | SWT.SHIFT) && key == 'z') {
            return ChannelAction.REDO;
        }
        if ((event.stateMask & SWT.MODIFIER_MASK) == SWT.MOD3 && (key == SWT.CR || key == SWT.KEYPAD_CR)) {
            return ChannelAction.CONNECTION;
        }
        if ((event.stateMask & SWT.MODIFIER_MASK) != 0) {
            return null;
        }
        return switch (key) {
            case SWT.INSERT, 'n' -> ChannelAction.NEW;
            case SWT.DEL -> ChannelAction.DELETE;
            case SWT.F2 -> ChannelAction.EDIT;
            case ' ' -> ChannelAction.TOGGLE;
            case '/' -> ChannelAction.FILTER;
            default -> null;
        };
    }
}
