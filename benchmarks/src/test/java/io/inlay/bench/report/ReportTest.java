package io.inlay.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.bench.catalogue.Side;
import io.inlay.bench.catalogue.Target;
import io.inlay.bench.result.Machine;
import io.inlay.bench.result.Origin;
import io.inlay.bench.result.Results;
import io.inlay.bench.result.RowResult;
import io.inlay.bench.result.Sample;
import io.inlay.bench.result.SideResult;
import io.inlay.bench.result.SideResult.Role;
import io.inlay.bench.result.SizeResult;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page, as text and in a real browser. */
class ReportTest {
    private static final String HOSTILE = "<script>alert('x')</script> & \"quotes\" \u0007";
    private static final Pattern CHART = Pattern.compile("<svg class=\"chart");
    private static final Pattern MEASURED = Pattern.compile("<p id=\"measured\">(.*?)</p>");

    /** Put into a copy of the page: writes the sizes of all charts, and how far anything stands out, into the page. */
    private static final String PROBE = """
            <script>
            addEventListener('load', () => {
              const charts = [...document.querySelectorAll('svg.chart')].map(c => c.getBoundingClientRect());
              const shapes = [...document.querySelectorAll('svg .fill, svg .point')].map(c => c.getBoundingClientRect());
              const flat = charts.concat(shapes).filter(b => !(b.width > 0 && b.height > 0)).length;
              const texts = [...document.querySelectorAll('svg text')].map(t => t.getBoundingClientRect());
              const cut = texts.filter(b => b.left < 0 || b.right > innerWidth).length;
              const over = document.documentElement.scrollWidth - innerWidth;
              const loaded = performance.getEntriesByType('resource').length;
              const p = document.createElement('p');
              p.id = 'measured';
              p.textContent = [charts.length, flat, cut, Math.max(0, over), loaded].join(' ');
              document.body.append(p);
            });
            </script>
            """;

    @TempDir
    Path directory;

    private static SideResult side(String title, Role role, int jdk, long... nanos) {
        List<Sample> rounds = LongStream.of(nanos)
                .mapToObj(time -> new Sample(
                        time,
                        1000,
                        210_000,
                        Map.of("disk.written.bytes", 3e5, "put.longest.micros", 12.5, "first.nanos", 5e6),
                        50L << 20))
                .toList();
        return SideResult.measured(title, role, Side.Code.OTHER, jdk, rounds);
    }

    private static SizeResult size(long size, SideResult... sides) {
        return new SizeResult(size, 1, List.of(sides));
    }

    private static Results results() {
        List<RowResult> rows = new ArrayList<>();
        SizeResult compared = size(
                2_000_000,
                side("work", Role.SUBJECT, 17, 1_000_000, 1_100_000, 1_050_000),
                side(HOSTILE, Role.PEER, 25, 900_000, 950_000, 920_000),
                SideResult.notMeasured(
                        "absent peer", Role.PEER, Side.Code.OTHER, "needs a JDK 22+, and none was found"),
                side("with verifyStaged", Role.BESIDE, 17, 2_000_000, 2_100_000));
        for (double bound : new double[] {1.4, 1.0}) {
            rows.add(RowResult.of(
                    "compared-" + (int) (bound * 10),
                    "Work " + HOSTILE,
                    "rocksdb",
                    Optional.of(Target.ratio(bound)),
                    List.of(compared),
                    List.of("A remark " + HOSTILE),
                    true));
        }
        rows.add(RowResult.of(
                "scale",
                "Work at growing sizes, with a title that is as long as titles get when somebody explains everything",
                "lmdb",
                Optional.of(Target.growth(1.3)),
                List.of(
                        size(100_000, side("work", Role.SUBJECT, 17, 1_000_000, 1_300_000)),
                        size(1_000_000, side("work", Role.SUBJECT, 17, 1_000_000, 1_010_000))),
                List.of(),
                true));
        rows.add(RowResult.of(
                "nothing",
                "Nothing",
                "lmdb",
                Optional.of(Target.figure("put.longest.micros", 0)),
                List.of(),
                List.of(),
                true));
        Machine machine = new Machine("A processor " + HOSTILE, 2, 24L << 30, "Linux", "ext4");
        Origin origin = new Origin(
                "2026-03-01T12:00:00Z",
                61.5,
                "./inlay bench " + HOSTILE,
                "0123456789abcdef0123456789abcdef01234567+changes",
                machine,
                "17.0.1",
                "",
                "-Xmx128m",
                Map.of("rocksdbjni", "1.2.3"),
                false,
                3);
        return Results.of(false, origin, rows, List.of("A row: it needs more time."));
    }

    @Test
    void the_page_is_whole_by_itself_and_every_text_is_escaped() {
        String page = Report.html(results());
        assertThat(page)
                .startsWith("<!DOCTYPE html>")
                .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;quotes&quot;")
                .doesNotContain("<script", "\u0007", "NaN", "Infinity", "http:", "https:", "url(", "@import", " src=");
        assertThat(page).contains("✓ reached", "✗ missed", "~ not to be quoted", "– not measured", "Partial results");
        assertThat(page).contains(">first.nanos<", "5 ms").doesNotContain("Data lay in memory");
    }

    @Test
    void a_run_in_memory_is_told_in_loud_words() {
        Origin disk = results().origin();
        Origin memory = new Origin(
                disk.begun(),
                disk.seconds(),
                disk.command(),
                disk.commit(),
                new Machine("A processor", 2, 24L << 30, "Linux", "tmpfs"),
                disk.jdk(),
                disk.newJdk(),
                disk.jvmOptions(),
                disk.libraries(),
                disk.quick(),
                disk.rounds());
        assertThat(Report.html(Results.of(true, memory, List.of(), List.of()))).contains("Data lay in memory (tmpfs)");
    }

    @Test
    void a_run_without_rows_has_a_page_too() {
        Results some = results();
        String page = Report.html(Results.of(true, some.origin(), List.of(), List.of()));
        assertThat(page).contains("How it was measured").doesNotContain("Partial results", "NaN");
    }

    @ParameterizedTest
    @ValueSource(ints = {1280, 500})
    void a_browser_shows_all_charts_and_loads_nothing(int width) throws Exception {
        Optional<Browser> browser = Browser.find(directory);
        if (browser.isEmpty()) {
            System.out.println(
                    "not verified: how the report looks in a browser; no chromium on the path tells its version");
            return;
        }
        String html = Report.html(results());
        Path page = Files.writeString(directory.resolve("report.html"), html);
        Path probed = Files.writeString(directory.resolve("probed.html"), html.replace("</head>", PROBE + "</head>"));
        Browser.Shown shown = browser.get().page(probed, width);
        Matcher measured = MEASURED.matcher(shown.page());
        assertThat(measured.find()).as("%s%n%s", shown.page(), shown.log()).isTrue();
        // charts; flat ones; texts cut off; pixels beyond the window; what was loaded besides the page
        assertThat(measured.group(1)).isEqualTo(CHART.matcher(html).results().count() + " 0 0 0 0");
        assertThat(shown.log()).doesNotContain("CONSOLE");

        Path picture = directory.resolve("report.png");
        browser.get().picture(page, width, picture);
        BufferedImage image = ImageIO.read(picture.toFile());
        assertThat(image.getWidth()).isEqualTo(width);
        assertThat(colours(image)).isGreaterThan(20);
    }

    /** How many colours a picture has: an empty page has one. */
    private static long colours(BufferedImage image) {
        return IntStream.range(0, image.getHeight())
                .flatMap(y -> IntStream.range(0, image.getWidth()).map(x -> image.getRGB(x, y)))
                .distinct()
                .count();
    }
}
