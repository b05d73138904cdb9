package parx.ui.channels.internal;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.core.commands.Command;
import org.eclipse.core.commands.ParameterizedCommand;
import org.eclipse.core.commands.common.CommandException;
import org.eclipse.jface.viewers.ISelection;
import org.eclipse.jface.viewers.ISelectionChangedListener;
import org.eclipse.jface.viewers.ISelectionProvider;
import org.eclipse.jface.viewers.IStructuredSelection;
import org.eclipse.jface.viewers.SelectionChangedEvent;
import org.eclipse.jface.viewers.StructuredSelection;
import org.eclipse.core.runtime.ListenerList;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.ui.IMemento;
import org.eclipse.ui.IViewSite;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.commands.ICommandService;
import org.eclipse.ui.contexts.IContextService;
import org.eclipse.ui.handlers.IHandlerService;
import org.eclipse.ui.part.ViewPart;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.driver.Drivers;
import parx.driver.Trials;
import parx.model.Channel;
import parx.model.ChannelIndex;
import parx.model.TimeSource;
import parx.service.Acquisition;
import parx.service.Channels;
import parx.service.ConnectionSettings;
import parx.service.LiveValues;
import parx.service.Users;
import parx.ui.FocusKeys;
import parx.ui.Ui;
import parx.ui.ValueFormat;
import parx.ui.Words;

/** The channels view in the workbench: joins a {@link ChannelsPane} to commands, selection and layout. UI thread. */
public final class ChannelsView extends ViewPart {
    static final String ID = "parx.ui.channels.view";
    private static final Logger LOG = LoggerFactory.getLogger(ChannelsView.class);
    private static final String SHOW_IN_TREND = "parx.ui.trend.show";
    private static final String TREE_CONTEXT = "parx.ui.channels.tree";
    private static final String GROUPING = "grouping";
    private static final String COLUMNS = "columns";

    private final ChannelServices services;
    private final ValueFormat format;
    private IMemento memento;
    private ChannelsPane pane;

    public ChannelsView(Channels channels, LiveValues live, Acquisition acquisition, Users users,
            ConnectionSettings connectionSettings, Drivers drivers, Trials trials, ChannelIndex index, ValueFormat format) {
        this.services = new ChannelServices(channels, live, acquisition, users, connectionSettings, drivers, trials, index,
                TimeSource.system());
        this.format = format;
    }

    @Override
    public void init(IViewSite site, IMemento stored) throws PartInitException {
        super.init(site, stored);
        memento = stored;
    }

    @Override
    public void createPartControl(Composite parent) {
        pane = new ChannelsPane(parent, services, ViewKit.of(Ui.of(parent.getDisplay())), format, this::showInTrend);
        restore();
        FocusKeys.in(pane.treeControl().tree(), getSite().getService(IContextService.class), TREE_CONTEXT);
        getSite().setSelectionProvider(new Selection());
    }

    @Override
    public void setFocus() {
        pane.setFocus();
    }

    @Override
    public void saveState(IMemento into) {
        if (pane == null || pane.isDisposed()) {
            return;
        }
        into.putString(GROUPING, pane.grouping().name());
        into.putString(COLUMNS, pane.treeControl().columns().state());
    }

    /** Does what this command does. @return whether it could be done now */
    boolean run(String actionId) {
        return pane != null && !pane.isDisposed() && pane.run(actionId);
    }

    private void restore() {
        if (memento == null) {
            return;
        }
        pane.treeControl().columns().restore(memento.getString(COLUMNS));
        if (ChannelTree.Grouping.AREA.name().equals(memento.getString(GROUPING))) {
            pane.setGrouping(ChannelTree.Grouping.AREA);
        }
    }

    private void showInTrend(List<Channel> channels) {
        String ids = channels.stream().map(channel -> URLEncoder.encode(channel.id(), StandardCharsets.UTF_8))
                .collect(Collectors.joining(","));
        Command command = getSite().getService(ICommandService.class).getCommand(SHOW_IN_TREND);
        try {
            ParameterizedCommand show = ParameterizedCommand.generateCommand(command, Map.of("channels", ids));
            getSite().getService(IHandlerService.class).executeCommand(show, null);
        } catch (CommandException e) {
            LOG.error("The command {} could not be executed", SHOW_IN_TREND, e);
            Ui.of(pane.getDisplay()).notifications().problem(new Words(ChannelsView.class).text("trend.fault", e.getLocalizedMessage()));
        }
    }

    /** The selected channels for the rest of the workbench. UI thread. */
    private final class Selection implements ISelectionProvider {
        private final ListenerList<ISelectionChangedListener> listeners = new ListenerList<>();

        private Selection() {
            pane.onSelection(() -> {
                SelectionChangedEvent event = new SelectionChangedEvent(this, getSelection());
                listeners.forEach(listener -> listener.selectionChanged(event));
            });
        }

        @Override
        public IStructuredSelection getSelection() {
            return new StructuredSelection(pane.selection());
        }

        @Override
        public void setSelection(ISelection selection) {
            if (selection instanceof IStructuredSelection structured) {
                pane.select(structured.stream().filter(Channel.class::isInstance).map(o -> ((Channel) o).id())
                        .collect(Collectors.toSet()));
            }
        }

        @Override
        public void addSelectionChangedListener(ISelectionChangedListener listener) {
            listeners.add(listener);
        }

        @Override
        public void removeSelectionChangedListener(ISelectionChangedListener listener) {
            listeners.remove(listener);
        }
    }
}
