package parx.app;

import org.eclipse.jface.bindings.TriggerSequence;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.ToolBar;
import org.eclipse.swt.widgets.ToolItem;
import org.eclipse.ui.IPerspectiveDescriptor;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.PerspectiveAdapter;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.keys.IBindingService;
import org.eclipse.ui.menus.WorkbenchWindowControlContribution;
import parx.service.Subscription;
import parx.ui.Icons;
import parx.ui.Palette;
import parx.ui.Palette.Token;
import parx.ui.Words;

/** The perspectives as a row of buttons: one click, and the pressed one says where one is. UI thread only. */
public final class PerspectiveSwitch extends WorkbenchWindowControlContribution {
    private static final String[] IDS = {Perspectives.ENGINEERING, Perspectives.OPERATION, Perspectives.COMMISSIONING};

    private final Icons icons;
    private final Palette palette;
    private final Words words = new Words(PerspectiveSwitch.class);

    public PerspectiveSwitch(Icons icons, Palette palette) {
        this.icons = icons;
        this.palette = palette;
    }

    @Override
    protected Control createControl(Composite parent) {
        ToolBar bar = new ToolBar(parent, SWT.FLAT | SWT.RIGHT);
        bar.setData("parx.id", "perspectives");
        for (int i = 0; i < IDS.length; i++) {
            IPerspectiveDescriptor perspective = PlatformUI.getWorkbench().getPerspectiveRegistry().findPerspectiveWithId(IDS[i]);
            ToolItem item = new ToolItem(bar, SWT.RADIO);
            item.setText(perspective.getLabel());
            item.setData(IDS[i]);
            item.setToolTipText(words.text("perspective.help", perspective.getLabel(), key(i + 1)));
            item.addListener(SWT.Selection, event -> {
                if (item.getSelection()) {
                    window().getActivePage().setPerspective(perspective);
                }
            });
        }
        draw(bar);
        Subscription theme = palette.onChange(() -> draw(bar));
        bar.addListener(SWT.Dispose, event -> theme.close());
        // The platform makes its tool bars before it has given the contribution its window.
        bar.getDisplay().asyncExec(() -> follow(bar));
        return bar;
    }

    private void follow(ToolBar bar) {
        IWorkbenchWindow window = window();
        if (bar.isDisposed() || window == null) {
            return;
        }
        Follow follow = new Follow(bar);
        window.addPerspectiveListener(follow);
        bar.addListener(SWT.Dispose, event -> window.removePerspectiveListener(follow));
        IWorkbenchPage page = window.getActivePage();
        follow.show(page == null || page.getPerspective() == null ? IDS[0] : page.getPerspective().getId());
    }

    /** ParX has one window. */
    private static IWorkbenchWindow window() {
        IWorkbenchWindow[] all = PlatformUI.getWorkbench().getWorkbenchWindows();
        return all.length == 0 ? null : all[0];
    }

    /** The pressed button is told by its ground as well: the system's own mark is faint on dark. */
    private void draw(ToolBar bar) {
        for (ToolItem item : bar.getItems()) {
            item.setImage(icons.image(item.getData().toString().replaceFirst(".*\\.", ""), item.getSelection() ? Token.ACCENT : Token.SECONDARY));
            item.setBackground(item.getSelection() ? palette.color(Token.LINE) : null);
        }
    }

    /** How the platform writes the key that does the same. */
    private static String key(int number) {
        IBindingService bindings = PlatformUI.getWorkbench().getService(IBindingService.class);
        for (var binding : bindings.getBindings()) {
            TriggerSequence keys = binding.getTriggerSequence();
            if (binding.getParameterizedCommand() != null
                    && binding.getParameterizedCommand().getParameterMap().containsValue(IDS[number - 1])) {
                return keys.format();
            }
        }
        return "";
    }

    /** Keeps the pressed button true to the perspective, however it was changed. */
    private final class Follow extends PerspectiveAdapter {
        private final ToolBar bar;

        private Follow(ToolBar bar) {
            this.bar = bar;
        }

        @Override
        public void perspectiveActivated(IWorkbenchPage page, IPerspectiveDescriptor perspective) {
            show(perspective.getId());
        }

        private void show(String id) {
            for (ToolItem item : bar.getItems()) {
                item.setSelection(id.equals(item.getData()));
            }
            draw(bar);
        }
    }
}
