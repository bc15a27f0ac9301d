package io.wsfleet.gateway.handlers;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How extensions are found and run.
 *
 * @param folder where their jars are; null for none
 * @param timeoutMillis how long a handler may take, from when it is due
 * @param threads how many may run at a time
 * @param maxUnfinished how many may be unfinished at a time
 * @param maxUnfinishedOfSocket how many of them one socket may have caused
 */
public record ExtensionSettings(
    @Nullable Path folder,
    long timeoutMillis,
    int threads,
    int maxUnfinished,
    int maxUnfinishedOfSocket) {}
