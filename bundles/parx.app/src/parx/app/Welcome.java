package parx.app;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.core.commands.Command;
import org.eclipse.core.commands.ParameterizedCommand;
import org.eclipse.core.commands.common.CommandException;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.ScrolledComposite;
import org.eclipse.swt.graphics.Font;
import org.eclipse.swt.graphics.FontData;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.commands.ICommandService;
import org.eclipse.ui.handlers.IHandlerService;
import org.eclipse.ui.part.ViewPart;
import org.slf4j.LoggerFactory;
import parx.model.Channel;
import parx.service.Channels;
import parx.service.Subscription;
import parx.ui.Icons;
import parx.ui.LabelText;
import parx.ui.Notifications;
import parx.ui.Palette;
import parx.ui.Palette.Token;
import parx.ui.Words;

/** The first view: says where one is and leads to the first live trend. UI thread only. */
public final class Welcome extends ViewPart {
    private static final int LEAST_HEIGHT = 48;
    private static final int TEXT_WIDTH = 460;
    private static final int LEAST_WIDTH = 200;
    private static final int MARGIN = 32;
    private static final int CURVES = 4;
    private static final int MOST_NAME = 40;
    private static final String DEMO_AREA = "Pickling line";
    private static final String SHOW_TREND = "parx.ui.trend.show";

    private final Channels channels;
    private final Palette palette;
    private final Icons icons;
    private final Notifications notifications;
    private final Words words = new Words(Welcome.class);
    private Composite page;
    private ScrolledComposite scroll;
    private Font titleFont;
    private Button first;
    private int builtFor = TEXT_WIDTH;
    private Point wanted = new Point(0, 0);

    public Welcome(Channels channels, Palette palette, Icons icons, Notifications notifications) {
        this.channels = channels;
        this.palette = palette;
        this.icons = icons;
        this.notifications = notifications;
    }

    @Override
    public void createPartControl(Composite parent) {
        scroll = new ScrolledComposite(parent, SWT.V_SCROLL);
        scroll.setExpandHorizontal(true);
        scroll.setExpandVertical(true);
        scroll.setData("parx.id", "welcome");
        FontData large = scroll.getFont().getFontData()[0];
        large.setHeight(Math.round(large.getHeight() * 1.6f));
        titleFont = new Font(scroll.getDisplay(), large);
        build();
        scroll.addListener(SWT.Resize, event -> {
            if (textWidth() != builtFor) {
                build();
            }
            fit();
        });
        Subscription theme = palette.onChange(() -> scroll.getDisplay().asyncExec(this::build));
        Subscription change = channels.onChange(() -> scroll.getDisplay().asyncExec(this::build));
        scroll.addListener(SWT.Dispose, event -> {
            theme.close();
            change.close();
            titleFont.dispose();
        });
    }

    /** A view that is being laid out may be lower than its scroll bar, of which GTK complains. */
    private void fit() {
        scroll.setMinSize(scroll.getSize().y >= LEAST_HEIGHT ? wanted : new Point(0, 0));
    }

    @Override
    public void setFocus() {
        if (first != null && !first.isDisposed()) {
            first.setFocus();
        }
    }

    private void build() {
        if (scroll.isDisposed()) {
            return;
        }
        // The button with the focus goes with the page; without it the keyboard would lead nowhere.
        boolean focused = page != null && holdsFocus();
        if (page != null) {
            page.dispose();
        }
        builtFor = textWidth();
        int count = channels.all().size();
        page = new Composite(scroll, SWT.NONE);
        GridLayout layout = new GridLayout();
        layout.marginWidth = MARGIN;
        layout.marginHeight = 28;
        layout.verticalSpacing = 4;
        page.setLayout(layout);
        text(words.text("welcome.title"), Token.TEXT).setFont(titleFont);
        text(count == 0 ? words.text("welcome.empty") : words.text("welcome.filled", count), Token.SECONDARY);
        if (count == 0) {
            first = step("add", "parx.ui.channels.new", "welcome.add", "welcome.add.help");
            step("channels", null, "welcome.channels", "welcome.channels.help");
        } else {
            first = step("trend", SHOW_TREND, demo() ? "welcome.trend.demo" : "welcome.trend", trendLabel(), "welcome.trend.help");
            step("channels", null, "welcome.channels", "welcome.channels.help");
            step("add", "parx.ui.channels.new", "welcome.add", "welcome.add.help");
        }
        step("keyboard", "parx.app.shortcuts", "welcome.shortcuts", null);
        scroll.setContent(page);
        wanted = page.computeSize(SWT.DEFAULT, SWT.DEFAULT);
        fit();
        scroll.requestLayout();
        if (focused) {
            setFocus();
        }
    }

    private boolean holdsFocus() {
        Control control = scroll.getDisplay().getFocusControl();
        while (control != null && control != page) {
            control = control.getParent();
        }
        return control != null;
    }

    /** Lines of a length that reads well, shorter where there is less room. */
    private int textWidth() {
        int room = scroll.getClientArea().width - 2 * MARGIN;
        return room <= 0 ? TEXT_WIDTH : Math.max(LEAST_WIDTH, Math.min(TEXT_WIDTH, room));
    }

    /** Whether the demo plant's channels are there: an address of this computer alone may be an own gateway's. */
    private boolean demo() {
        return channels.all().stream().anyMatch(c -> c.config().text("host", "").startsWith("127.")
                && c.metadata().area().equals(DEMO_AREA));
    }

    /** The trend's button says what it will show. */
    private String trendLabel() {
        List<Channel> shown = forTrend();
        if (demo()) {
            return words.text("welcome.trend.demo");
        }
        if (shown.isEmpty()) {
            return words.text("welcome.trend");
        }
        String name = shown.getFirst().name();
        String fits = name.length() <= MOST_NAME ? name : name.substring(0, MOST_NAME - 1) + "…";
        return words.text("welcome.trend.own", LabelText.plain(fits), shown.size() - 1);
    }

    private Label text(String text, Token token) {
        Label label = new Label(page, SWT.WRAP);
        label.setText(text);
        label.setForeground(palette.color(token));
        GridData data = new GridData(SWT.BEGINNING, SWT.BEGINNING, false, false);
        data.widthHint = builtFor;
        label.setLayoutData(data);
        return label;
    }

    private Button step(String icon, String command, String label, String help) {
        return step(icon, command, label, words.text(label), help);
    }

    private Button step(String icon, String command, String id, String label, String help) {
        Button button = new Button(page, SWT.PUSH);
        button.setText(label);
        button.setImage(icons.image(icon));
        button.setData("parx.id", id);
        GridData data = new GridData(SWT.BEGINNING, SWT.CENTER, false, false);
        data.verticalIndent = 12;
        data.widthHint = Math.max(280, button.computeSize(SWT.DEFAULT, SWT.DEFAULT).x);
        button.setLayoutData(data);
        button.addListener(SWT.Selection, event -> run(command));
        if (help != null) {
            text(words.text(help), Token.SECONDARY);
        }
        return button;
    }

    /** A few curves that tell something together: the first of each unit. */
    private List<Channel> forTrend() {
        Map<String, Channel> byUnit = new LinkedHashMap<>();
        for (Channel channel : channels.all()) {
            if (channel.enabled() && !channel.metadata().stepped() && byUnit.size() < CURVES) {
                byUnit.putIfAbsent(channel.metadata().units(), channel);
            }
        }
        return List.copyOf(byUnit.values());
    }

    /** In the form that the trend's command takes. */
    private static String ids(List<Channel> channels) {
        return channels.stream().map(channel -> URLEncoder.encode(channel.id(), StandardCharsets.UTF_8))
                .collect(Collectors.joining(","));
    }

    /** @param command null for the channels view */
    private void run(String command) {
        try {
            if (command == null) {
                getSite().getPage().showView(Perspectives.CHANNELS_VIEW);
            } else {
                Map<String, String> parameters = command.equals(SHOW_TREND) ? Map.of("channels", ids(forTrend())) : Map.of();
                Command known = getSite().getService(ICommandService.class).getCommand(command);
                getSite().getService(IHandlerService.class).executeCommand(ParameterizedCommand.generateCommand(known, parameters), null);
            }
        } catch (CommandException | PartInitException e) {
            LoggerFactory.getLogger(Welcome.class).error("A step of the welcome failed: {}", e.getMessage(), e);
            notifications.problem(words.text("welcome.failed", String.valueOf(e.getLocalizedMessage())));
        }
    }
}
