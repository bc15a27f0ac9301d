package io.wsfleet.operator.bootstrap;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Describes why the operator cannot start, with a way out if one is known. */
final class StartFailure {

  private StartFailure() {}

  static String message(Throwable failure) {
    var causes = causes(failure);
    return causes.stream()
        .filter(KubernetesClientException.class::isInstance)
        .map(KubernetesClientException.class::cast)
        .map(StartFailure::apiServerError)
        .flatMap(Optional::stream)
        .findFirst()
        .orElseGet(() -> chain(causes));
  }

  private static Optional<String> apiServerError(KubernetesClientException error) {
    var status = error.getStatus();
    if (status == null || status.getMessage() == null) {
      return Optional.empty();
    }
    return Optional.of(
        switch (error.getCode()) {
          case 401 -> "the API server does not accept the credentials: " + status.getMessage();
          case 403 ->
              status.getMessage()
                  + ". Give it this permission in each namespace of WSFLEET_NAMESPACES; see"
                  + " deploy/README.md";
          case 404 -> "the cluster does not know WebSocketClusters yet: kubectl apply -f crds/";
          default -> "the API server says: " + status.getMessage();
        });
  }

  /** The outermost cause says what was tried, the innermost one what happened. */
  private static String chain(List<Throwable> causes) {
    var first = causes.get(0);
    var last = causes.get(causes.size() - 1);
    return first == last ? messageOf(first) : messageOf(first) + ": " + messageOf(last);
  }

  private static String messageOf(Throwable failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  private static List<Throwable> causes(Throwable failure) {
    var causes = new ArrayList<Throwable>();
    for (var cause = failure; cause != null && !causes.contains(cause); cause = cause.getCause()) {
      causes.add(cause);
    }
    return causes;
  }
}
