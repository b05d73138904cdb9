package parx.model;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One thing said twice: in English for logs, records and whoever supports, and in the language of the person at the
 * window. Immutable, any thread.
 *
 * @param english for {@link Throwable#getMessage} and logs
 * @param local   for {@link Throwable#getLocalizedMessage} and the window
 */
public record Sentence(String english, String local) {
    public static final Sentence NONE = new Sentence("", "");

    public Sentence {
        Objects.requireNonNull(english);
        Objects.requireNonNull(local);
    }

    /** What is no language's: a name, an address, the words of another program. */
    public static Sentence of(String either) {
        return new Sentence(either, either);
    }

    /** What a failure says, in both languages where it can. */
    public static Sentence of(Throwable failure) {
        return new Sentence(String.valueOf(failure.getMessage()), String.valueOf(failure.getLocalizedMessage()));
    }

    /** One after the other, with this between them. */
    public static Sentence joined(String between, List<Sentence> parts) {
        Function<Function<Sentence, String>, String> all = side -> parts.stream().map(side).collect(Collectors.joining(between));
        return new Sentence(all.apply(Sentence::english), all.apply(Sentence::local));
    }

    public Sentence plus(Sentence next) {
        return new Sentence(english + next.english, local + next.local);
    }

    public Sentence plus(String next) {
        return plus(of(next));
    }

    public boolean isEmpty() {
        return english.isEmpty();
    }

    /** English, so that a log that is given one by mistake stays in one language. */
    @Override
    public String toString() {
        return english;
    }
}
