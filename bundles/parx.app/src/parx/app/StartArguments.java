package parx.app;

import java.util.Optional;
import parx.startup.Startup.Choice;

/** What the command line says about a first start: {@code -demo}, {@code -firststart demo|empty}. Pure, any thread. */
final class StartArguments {
    private StartArguments() {
    }

    /** The choice that was made on the command line; unknown words are left to others (the framework has its own). */
    static Optional<Choice> firstStart(String[] arguments) {
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals("-demo")) {
                return Optional.of(new Choice.DemoPlant());
            }
            if (arguments[i].equals("-firststart") && i + 1 < arguments.length) {
                return switch (arguments[i + 1]) {
                    case "demo" -> Optional.of(new Choice.DemoPlant());
                    case "empty" -> Optional.of(new Choice.EmptyProject());
                    default -> Optional.empty();
                };
            }
        }
        return Optional.empty();
    }
}
