package io.inlay.engine.tck;

import io.inlay.engine.support.DurableFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives every test of an {@link EngineContract} a {@link Fixture} and checks and removes it afterwards. */
final class FixtureExtension implements ParameterResolver, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(FixtureExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Fixture.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(NAMESPACE).computeIfAbsent(Fixture.class, key -> {
            Path top = Fixture.unchecked(
                    () -> Files.createTempDirectory("inlay-tck-").toRealPath());
            return new Fixture((EngineContract) context.getRequiredTestInstance(), top);
        });
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        Fixture fixture = context.getStore(NAMESPACE).remove(Fixture.class, Fixture.class);
        if (fixture != null) {
            try {
                fixture.finish(context.getExecutionException().isPresent());
            } finally {
                DurableFiles.deleteTree(fixture.path(""));
            }
        }
    }
}
