package parx.ui.channels.internal;

import parx.service.Acquisition.ConnectionStatus;
import parx.ui.Palette.Token;

/** What one tree item shows right now: the item's data. UI thread. */
final class RowView {
    private final ChannelTree.Node node;
    private ValueCells.Cell cell;
    private String glyph = "";
    private String qualityWord = "";
    private String figures = "";
    private Token token = Token.SECONDARY;
    private boolean loud;

    RowView(ChannelTree.Node node) {
        this.node = node;
    }

    ChannelTree.Node node() {
        return node;
    }

    /** Null for a branch. */
    ValueCells.Cell cell() {
        return cell;
    }

    String glyph() {
        return glyph;
    }

    /** Empty where it would only say that all is well. */
    String qualityWord() {
        return qualityWord;
    }

    /** A branch's state in one line, "Connected · 3.2 ms · 25 requests/s · 12 channels". */
    String summary() {
        return qualityWord.isEmpty() ? figures : qualityWord + " · " + figures;
    }

    /** @param now what a branch has to say besides its state */
    void showFigures(String now) {
        figures = now;
    }

    Token token() {
        return token;
    }

    /** Whether the word, too, has the colour: only where something is wrong. */
    boolean loud() {
        return loud;
    }

    /** @return whether anything changed */
    boolean show(ValueCells.Cell now) {
        if (now.equals(cell)) {
            return false;
        }
        cell = now;
        glyph = now.mark().glyph();
        // Calm where all is well: only what is not GOOD says so.
        qualityWord = now.mark() == Mark.GOOD ? "" : now.word();
        token = token(now.mark());
        loud = now.mark() == Mark.BAD || now.mark() == Mark.UNCERTAIN;
        return true;
    }

    /** @return whether anything changed */
    boolean show(ConnectionStatus status, ConnectionText text) {
        String shape = ConnectionText.shape(status);
        String word = text.word(status);
        boolean abnormal = ConnectionText.abnormal(status);
        if (shape.equals(glyph) && word.equals(qualityWord) && abnormal == loud) {
            return false;
        }
        glyph = shape;
        qualityWord = word;
        loud = abnormal;
        token = abnormal ? Token.BAD : Token.SECONDARY;
        return true;
    }

    private static Token token(Mark mark) {
        return switch (mark) {
            case GOOD, WAITING, OFF -> Token.SECONDARY;
            case UNCERTAIN -> Token.UNCERTAIN;
            case BAD -> Token.BAD;
            case STALE -> Token.STALE;
            case SIMULATED -> Token.SIMULATED;
        };
    }
}
