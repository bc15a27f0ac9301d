package io.wsfleet.local;

import io.wsfleet.local.api.Registry;
import io.wsfleet.local.api.http.LogFiles;
import io.wsfleet.local.kubelet.PodDirectories;
import io.wsfleet.local.model.Kinds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the log file of a container. Only pods of the cluster have one. */
record PodLogs(Registry registry, PodDirectories podDirectories) implements LogFiles {

  @Override
  public Optional<Path> of(String namespace, String pod, String container, boolean previous) {
    return registry
        .get(Kinds.POD.ref(namespace, pod))
        .map(
            resource -> {
              String first = resource.text("/spec/containers/0/name");
              return podDirectories.log(
                  namespace, pod, container.isEmpty() ? first : container, previous);
            })
        .filter(log -> log.normalize().startsWith(podDirectories.logs()))
        .filter(Files::isReadable);
  }
}
