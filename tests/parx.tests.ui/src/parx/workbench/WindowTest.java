package parx.workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.core.commands.Command;
import org.eclipse.core.commands.common.NotDefinedException;
import org.eclipse.core.runtime.IConfigurationElement;
import org.eclipse.core.runtime.Platform;
import org.eclipse.jface.bindings.Binding;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.RGB;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Menu;
import org.eclipse.swt.widgets.MenuItem;
import org.eclipse.swt.widgets.ToolBar;
import org.eclipse.swt.widgets.ToolItem;
import org.eclipse.ui.IWorkbench;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.commands.ICommandService;
import org.eclipse.ui.keys.IBindingService;
import org.junit.jupiter.api.Test;
import parx.service.Users;

/** The window around the views: menus, perspectives, theme. */
class WindowTest extends WorkbenchTest {
    /** From menus that the platform makes for programmers. */
    private static final List<String> PLATFORM_WORDS = List.of("Editor", "File...", "Project", "Import", "Export", "Perspective",
            "Search", "Navigate", "Save", "Print", "Refresh", "Properties", "Keybindings", "Line Delimiters");

    @Test
    void theMenusHoldParXsCommandsAndEachCanBeChosen() {
        tree.select(FAST);
        List<String> tops = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        List<String> greyed = new ArrayList<>();
        screen.act(() -> {
            for (MenuItem top : screen.window().getMenuBar().getItems()) {
                tops.add(plain(top));
                for (MenuItem item : opened(top.getMenu())) {
                    labels.add(plain(item));
                    if (!item.isEnabled()) {
                        greyed.add(plain(item));
                    }
                }
            }
        });
        assertEquals(List.of("File", "Channel", "Storage", "View", "Help"), tops);
        assertEquals(List.of(), greyed);
        assertTrue(labels.containsAll(List.of("New Channel…", "Exit", "Channels", "Trend", "Operation", "About ParX")), labels.toString());
        for (String word : PLATFORM_WORDS) {
            // History is what ParX itself exports and imports.
            assertTrue(labels.stream().noneMatch(label -> label.contains(word) && !label.endsWith("History…")), word + " in " + labels);
        }
    }

    @Test
    void everyCommandHasAHandlerAndAKeyOrAPlaceInTheMenus() {
        IWorkbench workbench = PlatformUI.getWorkbench();
        List<String> labels = new ArrayList<>();
        List<String> without = new ArrayList<>();
        screen.act(() -> {
            for (MenuItem top : screen.window().getMenuBar().getItems()) {
                opened(top.getMenu()).forEach(item -> labels.add(plain(item)));
            }
            Set<String> bound = new HashSet<>();
            for (Binding binding : workbench.getService(IBindingService.class).getBindings()) {
                if (binding.getParameterizedCommand() != null) {
                    bound.add(binding.getParameterizedCommand().getId());
                }
            }
            for (Command command : workbench.getService(ICommandService.class).getDefinedCommands()) {
                if (!command.getId().startsWith("parx.")) {
                    continue;
                }
                if (!command.isHandled()) {
                    without.add(command.getId() + " has no handler");
                } else if (!isForOthers(command) && !bound.contains(command.getId()) && !labels.contains(name(command))) {
                    without.add(command.getId() + " has neither");
                }
            }
        });
        assertEquals(List.of(), without);
    }

    @Test
    void onePressOfAButtonChangesThePerspective() {
        for (String perspective : List.of("operation", "commissioning", "engineering")) {
            String id = "parx.app.perspective." + perspective;
            screen.with(ToolBar.class, "perspectives", bar -> {
                for (ToolItem item : bar.getItems()) {
                    item.setSelection(id.equals(item.getData()));
                }
                for (ToolItem item : bar.getItems()) {
                    if (item.getSelection()) {
                        Screen.select(item);
                    }
                }
            });
            assertEquals(id, screen.ask(() -> page().getPerspective().getId()));
        }
        assertTrue(screen.shows("channels.tree"));
    }

    @Test
    void theStatusLineTellsRatesServersAndUser() {
        plant.awaitNewValues(FAST, 3);
        Await.until(() -> "rates: " + screen.text("status.rate") + " " + screen.text("status.stored"), Await.LONG,
                () -> isPositive(screen.text("status.rate")) && isPositive(screen.text("status.stored").replaceAll("·.*", "")));
        for (String server : List.of("PostgreSQL", "Redis", "Demo plant")) {
            Await.until(() -> server + ": " + screen.text("status." + server), Await.LONG,
                    () -> screen.text("status." + server).equals("● " + server));
        }
        String user = plant.service(Users.class).current().username();
        assertTrue(screen.text("status.user").contains(user), screen.text("status.user"));
    }

    @Test
    void theThemeTurnsDarkAndBack() {
        RGB first = background();
        chooseTheme();
        Await.until("another background than " + first, () -> !background().equals(first));
        assertNotEquals(first, background());
        chooseTheme();
        Await.until("the first background", () -> background().equals(first));
    }

    /** What takes parameters is there for other commands to call. */
    private static boolean isForOthers(Command command) {
        try {
            return command.getParameters() != null;
        } catch (NotDefinedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String name(Command command) {
        try {
            return command.getName();
        } catch (NotDefinedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isPositive(String text) {
        return digits(text).matches(".*[1-9].*");
    }

    private RGB background() {
        return screen.ask(() -> screen.look(Control.class, "channels.tree").orElseThrow().getBackground().getRGB());
    }

    private void chooseTheme() {
        screen.act(() -> {
            for (MenuItem top : screen.window().getMenuBar().getItems()) {
                for (MenuItem item : opened(top.getMenu())) {
                    if (plain(item).equals("Light or Dark Theme")) {
                        Screen.select(item);
                        return;
                    }
                }
            }
        });
    }

    /** The items of an opened menu, without separators. */
    private static List<MenuItem> opened(Menu menu) {
        menu.notifyListeners(SWT.Show, new Event());
        Set<String> others = actionSets();
        List<MenuItem> items = new ArrayList<>();
        for (MenuItem item : menu.getItems()) {
            if ((item.getStyle() & SWT.SEPARATOR) == 0 && !others.contains(plain(item))) {
                items.add(item);
            }
        }
        menu.notifyListeners(SWT.Hide, new Event());
        return items;
    }

    /** What the platform's IDE adds: it is here because the test harness needs it, and is not in the product. */
    private static Set<String> actionSets() {
        Set<String> labels = new HashSet<>();
        for (IConfigurationElement set : Platform.getExtensionRegistry().getConfigurationElementsFor("org.eclipse.ui.actionSets")) {
            if (set.getContributor().getName().startsWith("org.eclipse.ui.")) {
                for (IConfigurationElement child : set.getChildren()) {
                    labels.add(String.valueOf(child.getAttribute("label")).replace("&", ""));
                }
            }
        }
        return labels;
    }

    private static String plain(MenuItem item) {
        return item.getText().replaceAll("\t.*", "").replace("&", "");
    }
}
