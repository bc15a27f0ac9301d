package io.wsfleet.local.api.http;

import java.nio.file.Path;
import java.util.Optional;

/** Where the output of a container is. */
@FunctionalInterface
public interface LogFiles {
  Optional<Path> of(String namespace, String pod, String container, boolean previous);
}
