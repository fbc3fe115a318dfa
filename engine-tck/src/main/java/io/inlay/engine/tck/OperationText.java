package io.inlay.engine.tck;

import io.inlay.engine.Access;
import io.inlay.engine.Direction;
import io.inlay.engine.Durability;
import io.inlay.engine.KeyRange;
import io.inlay.engine.tck.Operation.Change;
import io.inlay.engine.tck.Operation.Delete;
import io.inlay.engine.tck.Operation.DeleteRange;
import io.inlay.engine.tck.Operation.End;
import io.inlay.engine.tck.Operation.Part;
import io.inlay.engine.tck.Operation.Put;
import io.inlay.engine.tck.Operation.Source;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Operations as text, one to a line, that can be read back. Keys are hex digits in which {@code 61*500} is a byte 500 times
 * over, {@code .} the empty key and {@code -} an open end; {@code key=7x20} puts the {@link Value} number 7 of 20 bytes,
 * {@code key!} deletes, {@code from~until} deletes a range.
 */
final class OperationText {
    private static final String EMPTY = ".";
    private static final String OPEN_END = "-";
    private static final String NEXT_PART = "/";

    private OperationText() {}

    static String write(List<Operation> operations) {
        StringBuilder text = new StringBuilder();
        operations.forEach(operation -> text.append(write(operation)).append('\n'));
        return text.toString();
    }

    static String write(Operation operation) {
        if (operation instanceof Operation.Write write) {
            return "write " + write.durability() + changes(write.changes());
        } else if (operation instanceof Operation.Replace replace) {
            StringBuilder text = new StringBuilder("replace " + replace.end() + " " + replace.slot());
            replace.parts()
                    .forEach(part -> text.append(" / " + part.source() + " " + range(part.range()) + " "
                            + part.snapshot() + changes(part.run())));
            return text.toString();
        } else if (operation instanceof Operation.EndReplace end) {
            return "end-replace " + end.slot() + " " + end.commit();
        } else if (operation instanceof Operation.Sync) {
            return "sync";
        } else if (operation instanceof Operation.ReclaimRange reclaim) {
            return "reclaim " + range(reclaim.range());
        } else if (operation instanceof Operation.Reopen) {
            return "reopen";
        } else if (operation instanceof Operation.CloseInUse) {
            return "close-in-use";
        }
        return writeRead(operation);
    }

    private static String writeRead(Operation operation) {
        if (operation instanceof Operation.Get get) {
            return "get " + key(get.key());
        } else if (operation instanceof Operation.Scan scan) {
            return "scan " + range(scan.range()) + " " + scan.direction() + " " + scan.access();
        } else if (operation instanceof Operation.OpenSnapshot open) {
            return "snapshot " + open.slot();
        } else if (operation instanceof Operation.SnapshotGet get) {
            return "snapshot-get " + get.slot() + " " + key(get.key());
        } else if (operation instanceof Operation.SnapshotScan scan) {
            return "snapshot-scan " + scan.slot() + " " + range(scan.range()) + " " + scan.direction();
        } else if (operation instanceof Operation.CloseSnapshot close) {
            return "close-snapshot " + close.slot();
        } else if (operation instanceof Operation.OpenCursor open) {
            return "cursor " + open.slot() + " " + open.snapshot() + " " + range(open.range()) + " " + open.direction()
                    + " " + open.access();
        } else if (operation instanceof Operation.Move move) {
            return "move " + move.slot() + " " + move.steps();
        } else if (operation instanceof Operation.Seek seek) {
            return "seek " + seek.slot() + " " + key(seek.key()) + " " + seek.steps();
        } else if (operation instanceof Operation.CloseCursor close) {
            return "close-cursor " + close.slot();
        }
        throw new IllegalArgumentException("no text for " + operation);
    }

    private static String changes(List<Change> changes) {
        StringBuilder text = new StringBuilder();
        for (Change change : changes) {
            text.append(' ');
            if (change instanceof Put put) {
                text.append(key(put.key())).append('=').append(put.value().number());
                text.append('x').append(put.value().length());
            } else if (change instanceof Delete delete) {
                text.append(key(delete.key())).append('!');
            } else if (change instanceof DeleteRange delete) {
                byte[] until = delete.range().until();
                text.append(key(delete.range().from())).append('~').append(until == null ? OPEN_END : key(until));
            }
        }
        return text.toString();
    }

    private static String range(KeyRange range) {
        byte[] until = range.until();
        return key(range.from()) + " " + (until == null ? OPEN_END : key(until));
    }

    private static String key(byte[] key) {
        if (key.length == 0) {
            return EMPTY;
        }
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < key.length; ) {
            int end = at;
            while (end < key.length && key[end] == key[at]) {
                end++;
            }
            String one = HexFormat.of().toHexDigits(key[at]);
            text.append(end - at > 2 ? one + "*" + (end - at) + (end < key.length ? "," : "") : one.repeat(end - at));
            at = end;
        }
        return text.toString();
    }

    static List<Operation> read(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .map(line -> readLine(List.of(line.split("\\s+", -1))))
                .toList();
    }

    private static Operation readLine(List<String> words) {
        return switch (words.get(0)) {
            case "write" -> new Operation.Write(readChanges(words, 2), Durability.valueOf(words.get(1)));
            case "replace" -> new Operation.Replace(readParts(words), End.valueOf(words.get(1)), number(words, 2));
            case "end-replace" -> new Operation.EndReplace(number(words, 1), Boolean.parseBoolean(words.get(2)));
            case "get" -> new Operation.Get(readKey(words.get(1)));
            case "scan" ->
                new Operation.Scan(readRange(words, 1), Direction.valueOf(words.get(3)), Access.valueOf(words.get(4)));
            case "snapshot" -> new Operation.OpenSnapshot(number(words, 1));
            case "snapshot-get" -> new Operation.SnapshotGet(number(words, 1), readKey(words.get(2)));
            case "snapshot-scan" ->
                new Operation.SnapshotScan(number(words, 1), readRange(words, 2), Direction.valueOf(words.get(4)));
            case "close-snapshot" -> new Operation.CloseSnapshot(number(words, 1));
            case "cursor" ->
                new Operation.OpenCursor(
                        number(words, 1),
                        number(words, 2),
                        readRange(words, 3),
                        Direction.valueOf(words.get(5)),
                        Access.valueOf(words.get(6)));
            case "move" -> new Operation.Move(number(words, 1), number(words, 2));
            case "seek" -> new Operation.Seek(number(words, 1), readKey(words.get(2)), number(words, 3));
            case "close-cursor" -> new Operation.CloseCursor(number(words, 1));
            case "sync" -> new Operation.Sync();
            case "reclaim" -> new Operation.ReclaimRange(readRange(words, 1));
            case "reopen" -> new Operation.Reopen();
            case "close-in-use" -> new Operation.CloseInUse();
            default -> throw new IllegalArgumentException("no operation: " + String.join(" ", words));
        };
    }

    private static int number(List<String> words, int at) {
        return Integer.parseInt(words.get(at));
    }

    private static List<Part> readParts(List<String> words) {
        List<Part> parts = new ArrayList<>();
        for (int at = 3; at < words.size(); ) {
            int end = at + 1;
            while (end < words.size() && !words.get(end).equals(NEXT_PART)) {
                end++;
            }
            List<String> part = words.subList(at + 1, end);
            parts.add(new Part(readRange(part, 1), Source.valueOf(part.get(0)), readChanges(part, 4), number(part, 3)));
            at = end;
        }
        return parts;
    }

    private static List<Change> readChanges(List<String> words, int from) {
        return words.subList(from, words.size()).stream()
                .map(OperationText::readChange)
                .toList();
    }

    private static Change readChange(String word) {
        int at = word.indexOf('=');
        if (at >= 0) {
            int x = word.indexOf('x', at);
            return new Put(
                    readKey(word.substring(0, at)),
                    new Value(Integer.parseInt(word.substring(at + 1, x)), Integer.parseInt(word.substring(x + 1))));
        }
        if (word.endsWith("!")) {
            return new Delete(readKey(word.substring(0, word.length() - 1)));
        }
        return new DeleteRange(readRange(Arrays.asList(word.split("~", -1)), 0));
    }

    private static KeyRange readRange(List<String> words, int at) {
        String until = words.get(at + 1);
        return KeyRange.of(readKey(words.get(at)), until.equals(OPEN_END) ? null : readKey(until));
    }

    private static byte[] readKey(String word) {
        byte[] key = new byte[0];
        if (word.equals(EMPTY)) {
            return key;
        }
        for (int at = 0; at < word.length(); ) {
            byte one = (byte) Integer.parseInt(word.substring(at, at + 2), 16);
            at += 2;
            int times = 1;
            if (at < word.length() && word.charAt(at) == '*') {
                int end = word.indexOf(',', at) < 0 ? word.length() : word.indexOf(',', at);
                times = Integer.parseInt(word.substring(at + 1, end));
                at = end + 1;
            }
            key = Arrays.copyOf(key, key.length + times);
            Arrays.fill(key, key.length - times, key.length, one);
        }
        return key;
    }
}
