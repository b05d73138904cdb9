package parx.cli.internal.exchange;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import parx.exchange.ExchangeException;
import parx.exchange.ImportChoices;

/**
 * What the words of ./parx import ask for. Immutable.
 *
 * @param mapping a file that says how to read such files
 * @param options what is said of this one; goes before what the mapping says
 */
record ImportWords(Path file, Optional<Path> mapping, Map<String, String> options) {
    private static final String MAPPING = "--mapping";
    private static final String DASHES = "--";

    /** @throws IllegalArgumentException where a word is wrong; the message is a sentence */
    static ImportWords of(List<String> arguments) {
        Set<String> valued = Stream.concat(Stream.of(MAPPING), ImportChoices.KEYS.stream().map(DASHES::concat))
                .collect(Collectors.toSet());
        Words words = new Words(arguments, valued, Set.of(), "FILE");
        if (words.rest().isEmpty()) {
            throw new IllegalArgumentException("needs a file");
        }
        Map<String, String> options = ImportChoices.KEYS.stream().filter(key -> words.value(DASHES + key).isPresent())
                .collect(Collectors.toMap(key -> key, key -> words.value(DASHES + key).orElseThrow()));
        put(ImportChoices.NONE, options);
        return new ImportWords(Path.of(words.rest()).toAbsolutePath(), words.value(MAPPING).map(text -> Path.of(text).toAbsolutePath()),
                options);
    }

    ImportChoices choices() throws ExchangeException {
        return put(mapping.isPresent() ? ImportChoices.read(mapping.get()) : ImportChoices.NONE, options);
    }

    private static ImportChoices put(ImportChoices choices, Map<String, String> options) {
        ImportChoices all = choices;
        for (Map.Entry<String, String> option : options.entrySet()) {
            all = all.with(option.getKey(), option.getValue());
        }
        return all;
    }
}
