package parx.ui.storage.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Table;
import org.junit.jupiter.api.Test;
import parx.model.StorageRule.Mode;
import parx.service.LeftRows;
import parx.service.Storage.RuleState;
import parx.service.Storage.RuleStatus;

/** Rows that a back end refused or that wait for a rule that is gone, as the storage view shows them. */
final class WaitingRowsTest extends StoragePaneFixture {
    @Test
    void whatWaitsForADeletedRuleIsSaidAndHasAWayOut() {
        open();
        assertFalse(find(shell, "storage.left", Label.class).isVisible());
        works.left.waiting.add(new LeftRows.Left("gone", "Coils of line 3", 1234, "InfluxDB at 10.0.0.9 does not answer: start it."));
        await(() -> find(shell, "storage.left", Label.class).isVisible());
        String text = find(shell, "storage.left", Label.class).getText();
        assertTrue(text.contains("1,234") && text.contains("Coils of line 3") && text.endsWith("does not answer: start it."), text);
        pane.leftStrip().folder(() -> "/data/left");
        press(find(shell, "storage.left.divert", Button.class));
        await(() -> !find(shell, "storage.left", Label.class).isVisible());
        assertEquals(List.of("gone to /data/left"), works.left.diverted);
    }

    @Test
    void whatABackEndRefusedIsListedWithItsReasonAndTriedAgain() {
        works.channel("ch-1", "Strip speed");
        works.quarantine.add(1, "ch-1");
        works.quarantine.add(2, "ch-9");
        works.add(Works.rule("a", Mode.CHANGE));
        works.statuses.put("a", new RuleStatus("a", RuleState.RECORDING, "", 1, 0, 0, 0, 0, 2, 0, 0));
        open();
        assertTrue(pane.run(StorageAction.QUARANTINE));
        Shell dialog = shell("quarantine");
        Table table = find(dialog, "quarantine.table", Table.class);
        await(() -> table.getItemCount() == 2);
        assertEquals("ch-9", table.getItem(0).getText(1));
        assertEquals("Strip speed", table.getItem(1).getText(1));
        assertEquals("value out of range", table.getItem(1).getText(5));
        press(find(dialog, "quarantine.retry", Button.class));
        await(() -> table.getItemCount() == 1);
        await(() -> parts.notifications().showing().startsWith("1 of 2 rows"));
        dialog.close();
    }
}
