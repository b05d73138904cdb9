package parx.ui.channels.internal;

import java.util.Comparator;
import java.util.function.Function;

/** By what the channels below a node are sorted. Immutable, any thread. */
enum ChannelOrder {
    NAME(row -> row.channel().name()),
    ADDRESS(ChannelRow::address),
    ID(row -> row.channel().id());

    private final Function<ChannelRow, String> text;

    ChannelOrder(Function<ChannelRow, String> text) {
        this.text = text;
    }

    Comparator<ChannelRow> comparator(boolean descending) {
        Comparator<ChannelRow> order = Comparator.comparing(text, ChannelOrder::naturally);
        return (descending ? order.reversed() : order).thenComparing(row -> row.channel().id());
    }

    /** As people count: "Zone 2" before "Zone 10", upper and lower case alike. */
    static int naturally(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() && j < b.length()) {
            char x = a.charAt(i);
            char y = b.charAt(j);
            if (isDigit(x) && isDigit(y)) {
                int endI = endOfDigits(a, i);
                int endJ = endOfDigits(b, j);
                int order = digits(a, i, endI, b, j, endJ);
                if (order != 0) {
                    return order;
                }
                i = endI;
                j = endJ;
            } else {
                int order = Character.compare(Character.toLowerCase(x), Character.toLowerCase(y));
                if (order != 0) {
                    return order;
                }
                i++;
                j++;
            }
        }
        return Integer.compare(a.length() - i, b.length() - j);
    }

    private static int digits(String a, int from, int to, String b, int otherFrom, int otherTo) {
        int i = from;
        int j = otherFrom;
        while (i < to - 1 && a.charAt(i) == '0') {
            i++;
        }
        while (j < otherTo - 1 && b.charAt(j) == '0') {
            j++;
        }
        int byLength = Integer.compare(to - i, otherTo - j);
        return byLength != 0 ? byLength : a.substring(i, to).compareTo(b.substring(j, otherTo));
    }

    private static int endOfDigits(String text, int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
