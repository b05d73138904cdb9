package parx.files;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Counts the bytes that a library writes. Written by one thread, asked by any. */
final class CountedStream extends FilterOutputStream {
    private volatile long count;

    CountedStream(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int b) throws IOException {
        out.write(b);
        add(1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
        add(length);
    }

    long count() {
        return count;
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one thread writes
    private void add(int bytes) {
        count += bytes;
    }
}
