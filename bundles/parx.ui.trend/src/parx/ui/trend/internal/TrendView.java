package parx.ui.trend.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.core.commands.Command;
import org.eclipse.core.commands.ParameterizedCommand;
import org.eclipse.core.commands.common.CommandException;
import org.eclipse.jface.action.Action;
import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.ui.IMemento;
import org.eclipse.ui.IViewSite;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.commands.ICommandService;
import org.eclipse.ui.handlers.IHandlerService;
import org.eclipse.ui.part.ViewPart;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.chart.TimeWindow;
import parx.model.ChannelIndex;
import parx.model.TimeSource;
import parx.service.Channels;
import parx.service.History;
import parx.service.LiveValues;
import parx.service.RecentHistory;
import parx.ui.Ui;
import parx.ui.ValueFormat;
import parx.ui.Words;

/** A trend in the workbench; what it shows survives a restart. UI thread only. */
public final class TrendView extends ViewPart {
    static final String ID = "parx.ui.trend.view";
    private static final Logger LOG = LoggerFactory.getLogger(TrendView.class);
    private static final String EXPORT = "parx.ui.exchange.export";
    private static final String STATE = "trend";
    private static final String COLUMNS = "columns";

    private final TrendServices services;
    private final Ui ui;
    private final ValueFormat format;
    private TrendState restored = TrendState.EMPTY;
    private String columns;
    private TrendPane pane;

    public TrendView(Channels channels, LiveValues live, History history, RecentHistory recent, ChannelIndex index,
            Optional<TimeSource> clock, Ui ui, ValueFormat format) {
        this.services = new TrendServices(channels, live, history, recent, index,
                clock.orElseGet(TimeSource::system));
        this.ui = ui;
        this.format = format;
    }

    @Override
    public void init(IViewSite site, IMemento memento) throws PartInitException {
        super.init(site, memento);
        restored = TrendState.parse(memento == null ? null : memento.getString(STATE));
        columns = memento == null ? null : memento.getString(COLUMNS);
    }

    @Override
    public void saveState(IMemento memento) {
        boolean shown = pane != null && !pane.isDisposed();
        memento.putString(STATE, shown ? pane.state().text() : restored.text());
        memento.putString(COLUMNS, shown ? pane.columns().state() : columns);
    }

    @Override
    public void createPartControl(Composite parent) {
        pane = new TrendPane(parent, services, TrendKit.of(ui), format, this::retitle, this::openAnother);
        // In the view's menu: the bar has no room for it in half a window of 1280 pixels.
        getViewSite().getActionBars().getMenuManager().add(new Action(new Words(TrendView.class).text("export")) {
            @Override
            public void run() {
                export();
            }
        });
        pane.setFont(JFaceResources.getDialogFont());
        pane.columns().restore(columns);
        pane.restore(restored);
        retitle();
    }

    @Override
    public void setFocus() {
        pane.setFocus();
    }

    /** Adds channels to this trend. */
    void add(List<String> channelIds) {
        pane.add(channelIds);
    }

    private void retitle() {
        if (pane != null) {
            setPartName(pane.title());
        }
    }

    private void export() {
        Command command = getSite().getService(ICommandService.class).getCommand(EXPORT);
        TimeWindow window = pane.window();
        try {
            ParameterizedCommand export = ParameterizedCommand.generateCommand(command,
                    Map.of("channels", TrendState.encode(pane.channelIds()), "from", Long.toString(window.startMicros()),
                            "to", Long.toString(window.endMicros())));
            getSite().getService(IHandlerService.class).executeCommand(export, null);
        } catch (CommandException e) {
            LOG.error("The command {} could not be executed", EXPORT, e);
            ui.notifications().problem(new Words(TrendView.class).text("export.fault", e.getLocalizedMessage()));
        }
    }

    private void openAnother() {
        try {
            Trends.open(getSite().getPage(), true);
        } catch (PartInitException e) {
            LOG.error("Another trend could not be opened", e);
            ui.notifications().problem(e.getLocalizedMessage());
        }
    }
}
