package parx.embedded;

/** One file that holds a server's program. Immutable, any thread. @param library the jar it comes in @param entry its path there */
record Binary(String library, String entry) {
    @Override
    public String toString() {
        return entry + " of " + library;
    }
}
