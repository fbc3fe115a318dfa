package io.inlay.sync;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.common.primitives.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The place in a listing after which the next page begins, bound to that listing: base64url, without padding, of a version
 * byte, 8 bytes of a SHA-256, and the rest of the last returned row's key after what all keys of the listing start with.
 *
 * <p>The digest covers the prefixes of all ranges of the listing, which hold bucket, sync and leading elements, its traits,
 * the descriptions of its filters, and the rest itself, so that a token cut short is refused too. It is no secret: it finds mistakes, and a token made up by
 * somebody who knows this form still reads only rows of the listing it is given to.
 */
final class PageToken {
    private static final byte VERSION = 1;
    private static final int DIGEST_BYTES = 8;
    private static final int REST_OFFSET = 1 + DIGEST_BYTES;

    private PageToken() {}

    static String encode(Listing<?> listing, ListingRanges ranges, byte[] key) {
        byte[] prefix = ranges.commonPrefix();
        byte[] rest = Arrays.copyOfRange(key, prefix.length, key.length);
        byte[] token = new byte[REST_OFFSET + rest.length];
        token[0] = VERSION;
        System.arraycopy(digest(listing, ranges, rest), 0, token, 1, DIGEST_BYTES);
        System.arraycopy(rest, 0, token, REST_OFFSET, rest.length);
        return text(token);
    }

    /** The key after which the next page begins; BAD_TOKEN for anything that {@link #encode} did not give for the listing. */
    static byte[] decode(Listing<?> listing, ListingRanges ranges, String text) {
        byte[] token = bytes(text);
        if (token.length < REST_OFFSET) {
            throw bad("has " + token.length + " bytes, too few", null);
        }
        if (token[0] != VERSION) {
            throw bad("is of version " + (token[0] & 0xff) + ", this one reads version " + VERSION, null);
        }
        byte[] rest = Arrays.copyOfRange(token, REST_OFFSET, token.length);
        if (!Arrays.equals(digest(listing, ranges, rest), Arrays.copyOfRange(token, 1, REST_OFFSET))) {
            throw bad("was not given by this listing of this sync with these arguments, or was changed since", null);
        }
        return Bytes.concat(ranges.commonPrefix(), rest);
    }

    private static byte[] bytes(String text) {
        byte[] token;
        try {
            token = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw bad("is not base64url: " + e.getMessage(), e);
        }
        if (!text(token).equals(text)) {
            throw bad("is not base64url as this store writes it, without padding and stray bits", null);
        }
        return token;
    }

    private static String text(byte[] token) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    private static byte[] digest(Listing<?> listing, ListingRanges ranges, byte[] rest) {
        Hasher hasher = Hashing.sha256().newHasher();
        put(hasher, ranges.commonPrefix());
        hasher.putInt(ranges.prefixes().size());
        ranges.prefixes().forEach(prefix -> put(hasher, prefix));
        List<String> conditions = listing.conditions();
        hasher.putInt(conditions.size());
        conditions.forEach(text -> put(hasher, text.getBytes(StandardCharsets.UTF_8)));
        put(hasher, rest);
        return Arrays.copyOf(hasher.hash().asBytes(), DIGEST_BYTES);
    }

    private static void put(Hasher hasher, byte[] part) {
        hasher.putInt(part.length).putBytes(part);
    }

    private static SyncException bad(String what, @Nullable Throwable cause) {
        return new SyncException(
                SyncException.Kind.BAD_TOKEN,
                "the page token " + what + "; pass the token of the page before, or none for the first page",
                cause);
    }
}
