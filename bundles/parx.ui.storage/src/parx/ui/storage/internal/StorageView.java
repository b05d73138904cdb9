package parx.ui.storage.internal;

import java.util.Optional;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.ui.IMemento;
import org.eclipse.ui.IViewSite;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.contexts.IContextService;
import org.eclipse.ui.part.ViewPart;
import parx.model.TimeSource;
import parx.service.Channels;
import parx.service.EmbeddedServers;
import parx.service.LeftRows;
import parx.service.QuarantinedRows;
import parx.service.RulePreview;
import parx.service.Storage;
import parx.service.StorageRules;
import parx.service.Users;
import parx.ui.FocusKeys;
import parx.ui.Ui;
import parx.ui.ValueFormat;

/** The storage view in the workbench: joins a {@link StoragePane} to commands and keys. UI thread. */
public final class StorageView extends ViewPart {
    static final String ID = "parx.ui.storage.view";
    private static final String COLUMNS = "columns";
    private static final String TABLE_CONTEXT = "parx.ui.storage.table";

    private final StorageServices services;
    private final ValueFormat format;
    private IMemento memento;
    private StoragePane pane;

    public StorageView(StorageRules rules, Storage storage, Optional<RulePreview> preview, Channels channels,
            QuarantinedRows quarantine, Optional<LeftRows> left, Users users, Optional<EmbeddedServers> servers, ValueFormat format) {
        services = new StorageServices(rules, storage, preview, channels, quarantine, left, users, servers, TimeSource.system());
        this.format = format;
    }

    @Override
    public void init(IViewSite site, IMemento stored) throws PartInitException {
        super.init(site, stored);
        memento = stored;
    }

    @Override
    public void saveState(IMemento into) {
        if (pane != null && !pane.isDisposed()) {
            into.putString(COLUMNS, pane.ruleTable().columns().state());
        }
    }

    @Override
    public void createPartControl(Composite parent) {
        pane = new StoragePane(parent, services, StorageKit.of(Ui.of(parent.getDisplay()), format));
        if (memento != null) {
            pane.ruleTable().columns().restore(memento.getString(COLUMNS));
        }
        FocusKeys.in(pane.ruleTable().table(), getSite().getService(IContextService.class), TABLE_CONTEXT);
    }

    @Override
    public void setFocus() {
        pane.setFocus();
    }

    /** Does what this command does. @return whether it could be done now */
    boolean run(String actionId) {
        return pane != null && !pane.isDisposed() && pane.run(actionId);
    }
}
