package io.inlay.engine.support;

import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.KeyRange;
import io.inlay.engine.support.StagedRange.Mode;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link RedoLog} has committed and not yet finished: ranges in the order in which they are applied, each with the file of
 * its run.
 *
 * <p>Format, big-endian: magic u32, number of ranges u32; for each range mode u8 (0 excise, 1 overlay, 2 empty), lower bound (length u32, bytes),
 * upper bound (length u32 or FFFFFFFF for an open end, bytes), name of the run file (length u32, ASCII; empty without a run),
 * length of that file u64; crc32c of all before u32.
 */
record RedoRecord(List<Step> steps) {
    private static final int MAGIC = 0x494c5231;
    private static final int OPEN_END = -1;
    private static final long LONGEST = 1 << 30;

    /**
     * One range.
     *
     * @param run name of the run file beside the record; null for {@link Mode#EMPTY}
     * @param bytes length of the run file
     */
    record Step(KeyRange range, Mode mode, @Nullable String run, long bytes) {}

    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(MAGIC);
            out.writeInt(steps.size());
            for (Step step : steps) {
                out.writeByte(code(step.mode()));
                writeBytes(out, step.range().from());
                byte[] until = step.range().until();
                if (until == null) {
                    out.writeInt(OPEN_END);
                } else {
                    writeBytes(out, until);
                }
                writeBytes(out, (step.run() == null ? "" : step.run()).getBytes(StandardCharsets.US_ASCII));
                out.writeLong(step.bytes());
            }
            out.writeInt(RunFileWriter.checksum(bytes.toByteArray(), 0, bytes.size()));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    private static int code(Mode mode) {
        return switch (mode) {
            case EXCISE -> 0;
            case OVERLAY -> 1;
            case EMPTY -> 2;
        };
    }

    private static Mode mode(int code) {
        return switch (code) {
            case 0 -> Mode.EXCISE;
            case 1 -> Mode.OVERLAY;
            case 2 -> Mode.EMPTY;
            default -> throw new IndexOutOfBoundsException(code);
        };
    }

    private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /**
     * Reads a record and looks whether its runs are there in full length.
     *
     * @throws EngineException CORRUPT naming the file that is damaged or missing
     */
    static RedoRecord read(Path file) {
        try {
            if (Files.size(file) > LONGEST) {
                throw corrupt(file, "it is too long");
            }
            RedoRecord record = decode(file, Files.readAllBytes(file));
            for (Step step : record.steps) {
                checkRun(file, step);
            }
            return record;
        } catch (IOException e) {
            throw Failures.io("reading", file, e);
        }
    }

    private static void checkRun(Path file, Step step) throws IOException {
        if (step.run() == null) {
            return;
        }
        Path run = file.resolveSibling(step.run());
        if (!Files.isRegularFile(run, LinkOption.NOFOLLOW_LINKS)) {
            throw new EngineException(Kind.CORRUPT, "run file " + run + " of an unfinished commit is missing");
        }
        if (Files.size(run) != step.bytes()) {
            throw new EngineException(
                    Kind.CORRUPT,
                    "run file " + run + " of an unfinished commit has " + Files.size(run) + " bytes, not "
                            + step.bytes());
        }
    }

    private static RedoRecord decode(Path file, byte[] bytes) {
        int checked = bytes.length - Integer.BYTES;
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (checked < 0 || in.getInt(checked) != RunFileWriter.checksum(bytes, 0, checked)) {
            throw corrupt(file, "it does not match its checksum");
        }
        try {
            if (in.getInt() != MAGIC) {
                throw corrupt(file, "it is of another kind");
            }
            List<Step> steps = new ArrayList<>();
            for (int left = in.getInt(); left > 0; left--) {
                steps.add(decodeStep(in));
            }
            return new RedoRecord(steps);
        } catch (BufferUnderflowException | IndexOutOfBoundsException | NegativeArraySizeException e) {
            throw corrupt(file, "its fields do not fit");
        }
    }

    private static Step decodeStep(ByteBuffer in) {
        Mode mode = mode(in.get());
        byte[] from = readBytes(in, in.getInt());
        int untilBytes = in.getInt();
        byte[] until = untilBytes == OPEN_END ? null : readBytes(in, untilBytes);
        String run = new String(readBytes(in, in.getInt()), StandardCharsets.US_ASCII);
        return new Step(KeyRange.of(from, until), mode, run.isEmpty() ? null : run, in.getLong());
    }

    private static byte[] readBytes(ByteBuffer in, int length) {
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static EngineException corrupt(Path file, String how) {
        return new EngineException(Kind.CORRUPT, "commit record " + file + ": " + how);
    }
}
