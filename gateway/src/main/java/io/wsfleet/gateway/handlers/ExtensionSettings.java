package io.wsfleet.gateway.handlers;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Settings of extensions and of the calls of their handlers.
 *
 * @param folder the extensions directory; null for none
 * @param timeoutMillis time limit of a call, including the time that it waits
 * @param threads that run handlers
 * @param maxUnfinished calls in all
 * @param maxUnfinishedOfSocket calls of one socket
 */
public record ExtensionSettings(
    @Nullable Path folder,
    long timeoutMillis,
    int threads,
    int maxUnfinished,
    int maxUnfinishedOfSocket) {}
