package parx.cli.internal.exchange;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The words behind a subcommand: options with a value, flags, and what stands alone. Immutable. */
final class Words {
    private final Map<String, String> values = new HashMap<>();
    private final Set<String> flags = new HashSet<>();
    private final String rest;

    /**
     * @param valued options that a value follows
     * @param flags  options without one
     * @param rest   what may stand alone, once, for people: "FILE"; empty: nothing may
     * @throws IllegalArgumentException where a word is wrong; the message is a sentence
     */
    Words(List<String> words, Set<String> valued, Set<String> flags, String rest) {
        String alone = "";
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (flags.contains(word)) {
                this.flags.add(word);
            } else if (valued.contains(word)) {
                if (i + 1 == words.size()) {
                    throw new IllegalArgumentException(word + " needs a value");
                }
                i++;
                values.put(word, words.get(i));
            } else if (word.startsWith("--") || rest.isEmpty() || !alone.isEmpty()) {
                throw new IllegalArgumentException("unknown option ‘" + word + "’");
            } else {
                alone = word;
            }
        }
        this.rest = alone;
    }

    Optional<String> value(String option) {
        return Optional.ofNullable(values.get(option));
    }

    /** @throws IllegalArgumentException where the option is missing */
    String required(String option) {
        return value(option).orElseThrow(() -> new IllegalArgumentException("needs " + option));
    }

    boolean has(String flag) {
        return flags.contains(flag);
    }

    /** What stands alone, or the empty text. */
    String rest() {
        return rest;
    }
}
