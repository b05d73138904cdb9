package parx.ui.exchange.internal;

import parx.exchange.Export;
import parx.exchange.Import;
import parx.service.Channels;
import parx.service.Users;
import parx.ui.Ui;
import parx.ui.Words;

/** What the dialogs work with. Immutable; the services say themselves which of their methods may block. */
record ExchangeKit(Export exports, Import imports, Channels channels, Users users, Ui ui, Words words) {
}
