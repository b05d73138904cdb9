package parx.cli.internal.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The {@code --name value} pairs and {@code --flag}s of a command line. Immutable, any thread. */
final class Options {
    private final Map<String, String> values = new LinkedHashMap<>();

    /** @throws IllegalArgumentException with a sentence for people, for an unknown name or a missing value */
    Options(List<String> arguments, List<String> known) {
        this(arguments, known, List.of());
    }

    /** As above, with options that take no value. */
    Options(List<String> arguments, List<String> known, List<String> flags) {
        for (int i = 0; i < arguments.size(); i++) {
            String name = arguments.get(i);
            if (name.startsWith("--") && flags.contains(name.substring(2))) {
                values.put(name.substring(2), "");
            } else if (!name.startsWith("--") || !known.contains(name.substring(2))) {
                throw new IllegalArgumentException("unknown option ‘" + name + "’; there are "
                        + String.join(", ", Stream.concat(known.stream(), flags.stream()).map(k -> "--" + k).toList()));
            } else if (i + 1 == arguments.size()) {
                throw new IllegalArgumentException(name + " needs a value");
            } else {
                i++;
                values.put(name.substring(2), arguments.get(i));
            }
        }
    }

    boolean has(String flag) {
        return values.containsKey(flag);
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    long number(String name, long otherwise) {
        String text = values.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(text);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, as for a number that is not positive.
        }
        throw new IllegalArgumentException("--" + name + " needs a whole number above 0, not ‘" + text + "’");
    }
}
