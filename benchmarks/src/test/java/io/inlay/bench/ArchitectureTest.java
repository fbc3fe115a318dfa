package io.inlay.bench;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who may import whom.
 *
 * <p>It stands in this module because only here every other one is on the class path. Tests are exempt.
 */
class ArchitectureTest {
    private static final String JDK = "java..";
    private static final String FLIGHT_RECORDER = "jdk.jfr..";
    private static final String JSPECIFY = "org.jspecify.annotations..";
    private static final String SLF4J = "org.slf4j..";
    private static final String GUAVA = "com.google.common..";
    private static final String PROTOBUF = "com.google.protobuf..";

    private static final String ENGINE = "io.inlay.engine";
    private static final String SUPPORT = "io.inlay.engine.support..";
    private static final String ROCKSDB = "io.inlay.engine.rocksdb..";
    private static final String LMDB = "io.inlay.engine.lmdb..";
    private static final String MVSTORE = "io.inlay.engine.mvstore..";
    private static final String TCK = "io.inlay.engine.tck..";
    private static final String KEY = "io.inlay.sync.key..";
    private static final String RECORD = "io.inlay.sync.record..";
    private static final String SYNC = "io.inlay.sync";
    private static final String SORT = "io.inlay.sync.sort..";
    private static final String BULK = "io.inlay.sync.bulk..";
    private static final String RETAIN = "io.inlay.sync.retain..";
    private static final String DIFF = "io.inlay.sync.diff..";
    private static final String COMPACTOR = "io.inlay.compactor..";
    private static final String CLI = "io.inlay.cli..";
    private static final String BENCH = "io.inlay.bench..";

    private static final JavaClasses INLAY = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.inlay");

    /** A package and what its classes may depend on besides each other and the Java class library. */
    record Layer(String name, List<String> imports) {
        static Layer of(String name, String... imports) {
            return new Layer(name, List.of(imports));
        }

        String[] allowed() {
            List<String> all = new ArrayList<>(imports);
            all.addAll(List.of(name, JDK, FLIGHT_RECORDER, JSPECIFY));
            return all.toArray(String[]::new);
        }
    }

    private static final List<Layer> LAYERS = List.of(
            Layer.of(ENGINE),
            Layer.of(SUPPORT, ENGINE),
            Layer.of(ROCKSDB, ENGINE, SUPPORT, SLF4J, "org.rocksdb..", "net.jpountz.lz4.."),
            Layer.of(LMDB, ENGINE, SUPPORT, SLF4J, "org.lmdbjava..", "jnr..", "com.kenai.jffi..", "sun.misc.."),
            Layer.of(MVSTORE, ENGINE, SUPPORT, "org.h2.."),
            Layer.of(TCK, ENGINE, SUPPORT, "org.junit.jupiter.api..", "org.opentest4j.."),
            Layer.of(KEY, GUAVA),
            Layer.of(RECORD, KEY, PROTOBUF),
            Layer.of(SYNC, ENGINE, SUPPORT, KEY, RECORD, PROTOBUF, GUAVA, SLF4J),
            Layer.of(SORT, ENGINE, SUPPORT),
            Layer.of(BULK, ENGINE, SUPPORT, KEY, RECORD, SYNC, SORT, PROTOBUF, GUAVA, SLF4J),
            Layer.of(RETAIN, ENGINE, KEY, RECORD, SYNC, BULK, SLF4J),
            Layer.of(DIFF, ENGINE, KEY, RECORD, SYNC, BULK, PROTOBUF),
            Layer.of(COMPACTOR, ENGINE, SUPPORT, KEY, RECORD, SYNC, SORT, BULK, PROTOBUF, GUAVA, SLF4J),
            Layer.of(
                    CLI,
                    ENGINE,
                    SUPPORT,
                    KEY,
                    RECORD,
                    SYNC,
                    BULK,
                    RETAIN,
                    DIFF,
                    COMPACTOR,
                    PROTOBUF,
                    "picocli..",
                    "com.google.gson.."));

    static Stream<Layer> layers() {
        return LAYERS.stream();
    }

    @ParameterizedTest
    @MethodSource("layers")
    void a_package_imports_only_what_lies_below_it(Layer layer) {
        classes()
                .that()
                .resideInAPackage(layer.name())
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(layer.allowed()))
                .check(INLAY);
    }

    @Test
    void every_class_belongs_to_a_known_package() {
        String[] known = Stream.concat(LAYERS.stream().map(Layer::name), Stream.of(BENCH))
                .toArray(String[]::new);
        classes().should().resideInAnyPackage(known).check(INLAY);
    }

    @Test
    void only_its_engine_knows_a_storage_library() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROCKSDB, BENCH)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.rocksdb..", "net.jpountz..")
                .check(INLAY);
        noClasses()
                .that()
                .resideOutsideOfPackages(LMDB, BENCH)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.lmdbjava..", "jnr..", "com.kenai.jffi..")
                .check(INLAY);
        noClasses()
                .that()
                .resideOutsideOfPackages(MVSTORE, BENCH)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.h2..")
                .check(INLAY);
    }

    @Test
    void packages_form_no_cycles() {
        slices().matching("io.inlay.(**)").should().beFreeOfCycles().check(INLAY);
    }

    /** A rule over classes that were not found would hold without saying anything. */
    @ParameterizedTest
    @MethodSource("layers")
    void the_classes_of_every_package_are_seen(Layer layer) {
        assertThat(INLAY.that(resideInAnyPackage(layer.name()))).isNotEmpty();
    }
}
