package io.wsfleet.local.api;

import io.wsfleet.local.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * A change of one object: {@code before} is absent for a new one, {@code deleted} is true for its
 * last change.
 */
public record ObjectChange(
    long version, @Nullable Resource before, Resource after, boolean deleted) {}
