package io.inlay.bench.run;

import com.google.gson.Gson;
import io.inlay.bench.result.Sample;
import io.inlay.bench.work.Work;
import io.inlay.bench.work.WorkPlace;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The program of a child process: {@code Round prepare|measure WORK DATA SCRATCH ENGINE SIZE [OPTION=VALUE…]}. A measuring one
 * prints its {@link Sample} as one line of JSON, the last on its standard output; what a work prints goes to the standard error.
 * It ends at once when its standard input does, which is when the process that started it has ended, however that was.
 */
public final class Round {
    static final String PREPARE = "prepare";
    public static final String MEASURE = "measure";

    private static final int FIRST_OPTION = 6;

    private Round() {}

    /** Runs one work. */
    public static void main(String[] arguments) throws Exception {
        PeakMemory memory = PeakMemory.watch();
        endWithParent();
        PrintStream out = System.out;
        System.setOut(System.err);
        Work work = Class.forName(arguments[1])
                .asSubclass(Work.class)
                .getConstructor()
                .newInstance();
        WorkPlace place = place(arguments);
        if (arguments[0].equals(PREPARE)) {
            work.prepare(place);
        } else {
            Sample sample = Sample.of(work.measure(place), memory.bytes());
            out.write(new Gson().toJson(sample).concat("\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
        // a thread that a library left behind is not waited for
        System.exit(0);
    }

    /** The arguments for {@link #main}. */
    public static List<String> arguments(String what, String work, WorkPlace place) {
        List<String> arguments = new ArrayList<>(List.of(
                what,
                work,
                place.data().toString(),
                place.scratch().toString(),
                place.engine(),
                Long.toString(place.size())));
        new TreeMap<>(place.options()).forEach((option, value) -> arguments.add(option + "=" + value));
        return arguments;
    }

    private static WorkPlace place(String[] arguments) {
        Map<String, String> options = new TreeMap<>();
        for (String option : Arrays.asList(arguments).subList(FIRST_OPTION, arguments.length)) {
            int equals = option.indexOf('=');
            options.put(option.substring(0, equals), option.substring(equals + 1));
        }
        return new WorkPlace(
                Path.of(arguments[2]), Path.of(arguments[3]), arguments[4], Long.parseLong(arguments[5]), options);
    }

    private static void endWithParent() {
        Thread thread = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            // nothing is ever written there
                        }
                    } catch (IOException e) {
                        // as good as its end
                    }
                    Runtime.getRuntime().halt(1);
                },
                "end-with-parent");
        thread.setDaemon(true);
        thread.start();
    }
}
