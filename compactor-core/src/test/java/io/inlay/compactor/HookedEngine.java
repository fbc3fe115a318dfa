package io.inlay.compactor;

import io.inlay.engine.Cursor;
import io.inlay.engine.Engine;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Snapshot;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** An engine that tells of every move of its snapshots' cursors before it is made, so that a test can act there. */
final class HookedEngine {
    private HookedEngine() {}

    /** Called before {@link Cursor#next}; what it throws comes out of it. */
    interface Hook {
        void beforeNext(KeyRange range);
    }

    static Engine of(Engine engine, Hook hook) {
        return wrap(
                Engine.class,
                engine,
                (method, arguments, result) -> method.equals("snapshot") ? snapshot((Snapshot) result, hook) : result);
    }

    private static Snapshot snapshot(Snapshot snapshot, Hook hook) {
        return wrap(
                Snapshot.class,
                snapshot,
                (method, arguments, result) ->
                        method.equals("cursor") ? cursor((Cursor) result, (KeyRange) arguments[0], hook) : result);
    }

    private static Cursor cursor(Cursor cursor, KeyRange range, Hook hook) {
        return (Cursor) Proxy.newProxyInstance(
                HookedEngine.class.getClassLoader(), new Class<?>[] {Cursor.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("next")) {
                        hook.beforeNext(range);
                    }
                    return call(cursor, method, arguments);
                });
    }

    private interface After {
        Object result(String method, Object[] arguments, Object result);
    }

    private static <T> T wrap(Class<T> type, T inner, After after) {
        return type.cast(Proxy.newProxyInstance(
                HookedEngine.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> method.getDeclaringClass() == Object.class
                        ? identity(proxy, method, arguments)
                        : after.result(method.getName(), arguments, call(inner, method, arguments))));
    }

    @SuppressWarnings("ReferenceEquality") // a proxy is equal to itself alone
    private static Object identity(Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "hooked";
        };
    }

    private static Object call(Object inner, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(inner, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
