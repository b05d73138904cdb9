package parx.ui;

import java.util.List;
import java.util.function.BiConsumer;
import org.eclipse.swt.dnd.DND;
import org.eclipse.swt.dnd.DropTarget;
import org.eclipse.swt.dnd.DropTargetAdapter;
import org.eclipse.swt.dnd.DropTargetEvent;
import org.eclipse.swt.dnd.Transfer;
import org.eclipse.swt.widgets.Control;

/** Lets channels be dropped onto a control. UI thread only. */
public final class ChannelDrop {
    private ChannelDrop() {
    }

    /** @param dropped gets where, and the ids */
    public static void on(Control control, BiConsumer<DropTargetEvent, List<String>> dropped) {
        DropTarget target = new DropTarget(control, DND.DROP_COPY | DND.DROP_LINK | DND.DROP_MOVE | DND.DROP_DEFAULT);
        target.setTransfer(new Transfer[] {new ChannelTransfer()});
        target.addDropListener(new DropTargetAdapter() {
            @Override
            public void dragEnter(DropTargetEvent event) {
                event.detail = (event.operations & DND.DROP_COPY) != 0 ? DND.DROP_COPY : event.operations;
            }

            @Override
            public void drop(DropTargetEvent event) {
                if (event.data instanceof List<?> ids) {
                    dropped.accept(event, ids.stream().map(String.class::cast).toList());
                }
            }
        });
    }
}
