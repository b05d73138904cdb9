package parx.driver.modbus;

import static parx.driver.modbus.ModbusTexts.TEXTS;

import java.util.Optional;
import parx.model.Settings;
import parx.model.SettingsException;

/**
 * A table and a zero-based address, from either notation of a config. Immutable, any thread.
 * The data-sheet number ({@code register: 40001}) counts from 1 and carries the table in its first digit; it has five
 * digits up to 9999 and six beyond.
 */
record Place(Table table, int address) {

    static Place of(Settings config) {
        String register = config.text("register", "").trim();
        Optional<Table> table = table(config);
        boolean hasAddress = !config.text("address", "").isBlank();
        int address = config.within("address", TEXTS.of("channel.address"), 0, 0, Point.HIGHEST_ADDRESS);
        if (register.isEmpty()) {
            if (table.isEmpty() || !hasAddress) {
                throw new SettingsException(table.isPresent() ? "address" : "register", TEXTS.of("register.missing"));
            }
            return new Place(table.get(), address);
        }
        Place place = parse(register);
        if (table.isPresent() && table.get() != place.table) {
            throw new SettingsException("table",
                    TEXTS.of("register.otherTable", register, place.table.label(), table.get().label()));
        }
        if (hasAddress && address != place.address) {
            throw new SettingsException("address", TEXTS.of("register.otherAddress", register, place.address, address));
        }
        return place;
    }

    private static Optional<Table> table(Settings config) {
        String key = config.text("table", "").trim();
        if (key.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Table.of(key).orElseThrow(() ->
                new SettingsException("table", TEXTS.of("table.unknown", key))));
    }

    private static Place parse(String register) {
        if (!register.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new SettingsException("register", TEXTS.of("register.noNumber", register));
        }
        if (register.length() < 5) {
            throw new SettingsException("register", TEXTS.of("register.ambiguous", register));
        }
        Optional<Table> table = register.length() > 6 ? Optional.empty() : Table.ofDigit(register.charAt(0));
        int number = register.length() > 6 ? 0 : Integer.parseInt(register.substring(1));
        if (table.isEmpty() || number < 1 || number > Point.HIGHEST_ADDRESS + 1) {
            throw new SettingsException("register", TEXTS.of("register.none", register));
        }
        return new Place(table.get(), number - 1);
    }
}
