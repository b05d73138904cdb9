package parx.ui.channels.internal;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import parx.driver.Driver;
import parx.driver.Setting;
import parx.model.Channel;
import parx.model.ChannelMetadata;
import parx.model.Protocol;
import parx.model.Settings;

/** What the editor proposes for a new channel. Pure. */
final class NewChannel {
    private NewChannel() {
    }

    /**
     * On the device of what is selected, for that is where the next channel mostly is. Area and line stay open: they
     * stand far down in the form, and would be saved unseen.
     *
     * @param selected the selected channel, or null
     * @param sibling  some channel of the selected device, or null
     */
    static Channel like(Channel selected, Channel sibling, ChannelServices services, Predicate<String> idTaken) {
        String id = EditorModel.proposeId(idTaken);
        Channel near = selected != null ? selected : sibling;
        if (near == null) {
            Protocol protocol = services.drivers().all().stream().findFirst().map(Driver::protocol).orElse(Protocol.MODBUS);
            return new Channel(id, "", protocol, true, Settings.EMPTY, ChannelMetadata.NONE);
        }
        Set<String> device = new HashSet<>();
        services.drivers().of(near.protocol()).ifPresent(driver -> driver.settings().stream()
                .filter(setting -> setting.scope() == Setting.Scope.DEVICE).forEach(setting -> device.add(setting.key())));
        return new Channel(id, "", near.protocol(), true, near.config().only(device), ChannelMetadata.NONE);
    }
}
