package parx.app;

import org.eclipse.jface.bindings.TriggerSequence;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.ToolBar;
import org.eclipse.swt.widgets.ToolItem;
import org.eclipse.ui.IPerspectiveDescriptor;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.PerspectiveAdapter;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.keys.IBindingService;
import org.eclipse.ui.menus.WorkbenchWindowControlContribution;
import parx.service.Subscription;
import parx.ui.Icons;
import parx.ui.Palette;
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
                    getWorkbenchWindow().getActivePage().setPerspective(perspective);
                }
            });
        }
        draw(bar);
        Subscription theme = palette.onChange(() -> draw(bar));
        Follow follow = new Follow(bar);
        getWorkbenchWindow().addPerspectiveListener(follow);
        bar.addListener(SWT.Dispose, event -> {
            theme.close();
            getWorkbenchWindow().removePerspectiveListener(follow);
        });
        IWorkbenchPage page = getWorkbenchWindow().getActivePage();
        follow.show(page == null || page.getPerspective() == null ? IDS[0] : page.getPerspective().getId());
        return bar;
    }

    private void draw(ToolBar bar) {
        for (ToolItem item : bar.getItems()) {
            item.setImage(icons.image(item.getData().toString().replaceFirst(".*\\.", "")));
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
    private static final class Follow extends PerspectiveAdapter {
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
        }
    }
}
