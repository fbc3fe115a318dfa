package io.inlay.compactor.fold;

import io.inlay.compactor.merge.Winners;
import io.inlay.engine.Keys;
import io.inlay.engine.Reader;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A record that wins among the newer ones, and what the patched sync holds under its key. For one thread at a time. */
final class Candidate {
    private final ByteBuffer key;
    private final ByteBuffer value;
    private final int position;
    private @Nullable ByteBuffer stored;
    private boolean known;

    /** Copies the current winner, which is not looked up yet. */
    Candidate(Winners winner) {
        this.key = ByteBuffer.wrap(Keys.copy(winner.key()));
        this.value = ByteBuffer.wrap(Keys.copy(winner.value()));
        this.position = winner.position();
    }

    /**
     * Looks the key up, unless it was.
     *
     * @return by how many bytes more is held here now
     */
    int lookUp(Reader target) {
        if (known) {
            return 0;
        }
        known = true;
        byte[] found = target.get(key.array());
        if (found == null) {
            return 0;
        }
        stored = ByteBuffer.wrap(found);
        return found.length;
    }

    ByteBuffer key() {
        return key;
    }

    ByteBuffer value() {
        return value;
    }

    /** Position of its source among the newer ones. */
    int position() {
        return position;
    }

    /** What is held under the key, once looked up; null where nothing is. */
    @Nullable ByteBuffer stored() {
        return stored;
    }

    /** Bytes of what is held here. */
    long bytes() {
        return (long) key.capacity() + value.capacity() + (stored == null ? 0 : stored.capacity());
    }
}
