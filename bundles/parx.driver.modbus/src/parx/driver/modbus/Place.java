package parx.driver.modbus;

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
        int address = config.within("address", "The address", 0, 0, Point.HIGHEST_ADDRESS);
        if (register.isEmpty()) {
            if (table.isEmpty() || !hasAddress) {
                throw new SettingsException(table.isPresent() ? "address" : "register",
                        "The register is missing: give a register such as 40001, or a table and its zero-based address");
            }
            return new Place(table.get(), address);
        }
        Place place = parse(register);
        if (table.isPresent() && table.get() != place.table) {
            throw new SettingsException("table", "Register " + register + " is a " + place.table.label()
                    + ", but the table says " + table.get().label() + ": leave out one of the two");
        }
        if (hasAddress && address != place.address) {
            throw new SettingsException("address", "Register " + register + " is address " + place.address
                    + ", but the address says " + address + ": leave out one of the two");
        }
        return place;
    }

    private static Optional<Table> table(Settings config) {
        String key = config.text("table", "").trim();
        if (key.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Table.of(key).orElseThrow(() -> new SettingsException("table",
                "The table must be coil, discrete, input or holding, but is " + key)));
    }

    private static Place parse(String register) {
        if (!register.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new SettingsException("register", "A register is a number such as 40001, but here it is " + register);
        }
        if (register.length() < 5) {
            throw new SettingsException("register", "Register " + register + " is ambiguous: write five or six digits "
                    + "(a coil as text, \"00001\"), or give a table and a zero-based address");
        }
        Optional<Table> table = register.length() > 6 ? Optional.empty() : Table.ofDigit(register.charAt(0));
        int number = register.length() > 6 ? 0 : Integer.parseInt(register.substring(1));
        if (table.isEmpty() || number < 1 || number > Point.HIGHEST_ADDRESS + 1) {
            throw new SettingsException("register", "There is no register " + register + ": coils are 00001 to 09999, "
                    + "discrete inputs 10001 to 19999, input registers 30001 to 39999, holding registers 40001 to 49999, "
                    + "and with six digits up to 465536");
        }
        return new Place(table.get(), number - 1);
    }
}
