package io.wsfleet.local.api.http;

import java.nio.file.Path;
import java.util.Optional;

/** Finds the file with the output of a container. */
@FunctionalInterface
public interface LogFiles {
  Optional<Path> of(String namespace, String pod, String container, boolean previous);
}
