package io.inlay.sync.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiscoveredAtTest {
    // Seconds and nanoseconds of the incoming and of the stored record; an empty one is absent.
    @ParameterizedTest
    @CsvSource({
        "'', '', false",
        "'', 1000.0, false",
        "1000.0, 1000.0, false",
        "900.0, 1000.0, false",
        "1000.0, '', true",
        "1100.0, 1000.0, true",
        "1000.1, 1000.0, true",
        "1000.0, 1000.1, false",
        "0.0, '', true",
        "'', 0.0, false",
        "-1.0, '', true",
        "-1.0, 0.0, false",
        "0.0, -1.0, true",
        "-1.999999999, -1.0, true",
    })
    void N01_a_record_replaces_a_stored_one_only_if_strictly_newer(String incoming, String stored, boolean replaces) {
        assertThat(at(incoming).isNewerThan(at(stored))).isEqualTo(replaces);
        assertThat(at(incoming).compare(at(stored))).isEqualTo(-at(stored).compare(at(incoming)));
    }

    @Test
    void absence_and_the_epoch_differ() {
        DiscoveredAt absent = new DiscoveredAt();
        DiscoveredAt epoch = new DiscoveredAt();
        epoch.set(0, 0);
        assertThat(absent.isPresent()).isFalse();
        assertThat(epoch.isPresent()).isTrue();
        assertThat(epoch.compare(absent)).isPositive();
        assertThat(absent).hasToString("absent");
        assertThat(epoch).hasToString("0.000000000");
        absent.set(epoch);
        assertThat(absent.compare(epoch)).isZero();
        absent.clear();
        assertThat(absent.isPresent()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"253402300800, 0", "-62135596801, 0", "0, -1", "0, 1000000000"})
    void a_time_out_of_range_is_refused(long seconds, int nanos) {
        DiscoveredAt time = new DiscoveredAt();
        assertThatIllegalArgumentException().isThrownBy(() -> time.set(seconds, nanos));
        assertThat(time.isPresent()).isFalse();
    }

    @Test
    void instants_survive_and_their_bounds_are_those_of_protobuf() {
        for (String text : new String[] {
            "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z", "1970-01-01T00:00:00Z", "1969-12-31T23:59:59.5Z"
        }) {
            assertThat(Timestamps.toInstant(Timestamps.of(Instant.parse(text)))).isEqualTo(text);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Timestamps.of(Instant.parse("0000-12-31T23:59:59.999999999Z")));
        assertThatIllegalArgumentException().isThrownBy(() -> Timestamps.of(Instant.parse("+10000-01-01T00:00:00Z")));
        Timestamp bad = Timestamp.newBuilder().setNanos(-1).build();
        assertThatExceptionOfType(MalformedRecordException.class).isThrownBy(() -> Timestamps.toInstant(bad));
    }

    private static DiscoveredAt at(String text) {
        DiscoveredAt time = new DiscoveredAt();
        if (!text.isEmpty()) {
            int dot = text.indexOf('.');
            time.set(Long.parseLong(text.substring(0, dot)), Integer.parseInt(text.substring(dot + 1)));
        }
        return time;
    }
}
