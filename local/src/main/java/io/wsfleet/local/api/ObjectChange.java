package io.wsfleet.local.api;

import io.wsfleet.local.model.Resource;
import org.jspecify.annotations.Nullable;

/** What happened to one object: no {@code before} for a new one, {@code deleted} for a last one. */
public record ObjectChange(
    long version, @Nullable Resource before, Resource after, boolean deleted) {}
