package parx.ui;

import java.util.function.BooleanSupplier;

/**
 * Something that a person can do in a view: the same for toolbar, context menu, key and command. UI thread.
 *
 * @param id      the command's id
 * @param label   for people
 * @param icon    see {@link Icons}; empty for none
 * @param key     as shown in the menu, "Ctrl+D"; empty for none
 * @param enabled whether it can be done now
 */
public record ViewAction(String id, String label, String icon, String key, BooleanSupplier enabled, Runnable run) {
}
