/**
 * Which syncs of a store are kept, and letting the others go.
 *
 * <p>{@link io.inlay.sync.retain.Retention} is the way in: it makes a {@link io.inlay.sync.retain.RetentionPlan}, which
 * tells of every sync whether it stays and why, and applies it in one atomic step. The rules are those of a {@link
 * io.inlay.sync.retain.RetentionPolicy}. Nothing is read from the environment.
 */
@NullMarked
package io.inlay.sync.retain;

import org.jspecify.annotations.NullMarked;
