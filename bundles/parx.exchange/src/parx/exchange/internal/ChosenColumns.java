package parx.exchange.internal;

import java.util.List;
import java.util.Optional;
import parx.exchange.ExchangeException;
import parx.exchange.ImportChoices;
import parx.exchange.ImportMapping;

/** The columns that a person has named, by heading or number, as numbers from 0 on. One thread. */
final class ChosenColumns {
    private final ImportChoices choices;
    private final List<String> headings;
    private final int count;

    ChosenColumns(ImportChoices choices, List<String> headings, List<List<String>> body) {
        this.choices = choices;
        this.headings = headings;
        count = Math.max(headings.size(), body.stream().mapToInt(List::size).max().orElse(0));
    }

    /** One column, or two for date and time of day; empty where nothing was said. */
    Optional<List<Integer>> times() throws ExchangeException {
        Optional<Integer> time = of(ImportChoices.TIME_COLUMN);
        Optional<Integer> clock = of(ImportChoices.CLOCK_COLUMN).filter(column -> column != ImportMapping.NONE);
        return time.map(column -> clock.isPresent() ? List.of(column, clock.get()) : List.of(column));
    }

    /** @return empty where nothing was said, {@link ImportMapping#NONE} where there is to be none */
    Optional<Integer> of(String key) throws ExchangeException {
        Optional<String> wanted = choices.text(key);
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        String name = wanted.get().strip();
        int column = headings.indexOf(name);
        if (column < 0 && name.equals(ImportChoices.NO_COLUMN) && !key.equals(ImportChoices.TIME_COLUMN)
                && !key.equals(ImportChoices.VALUE_COLUMN)) {
            return Optional.of(ImportMapping.NONE);
        }
        if (column < 0 && name.matches("[1-9]\\d{0,4}") && Integer.parseInt(name) <= count) {
            column = Integer.parseInt(name) - 1;
        }
        if (column < 0) {
            throw new ExchangeException("There is no column ‘" + name + "’ in this file. Name one by its heading, or by its number "
                    + "from 1 to " + count + ".");
        }
        return Optional.of(column);
    }
}
