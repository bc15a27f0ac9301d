package io.wsfleet.operator;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Why the operator cannot start, in one sentence with the way out where it is known. */
final class StartFailure {

  private StartFailure() {}

  static String sentence(Throwable failure) {
    var causes = causes(failure);
    return causes.stream()
        .filter(KubernetesClientException.class::isInstance)
        .map(KubernetesClientException.class::cast)
        .map(StartFailure::refusal)
        .flatMap(Optional::stream)
        .findFirst()
        .orElseGet(() -> chain(causes));
  }

  private static Optional<String> refusal(KubernetesClientException refused) {
    var status = refused.getStatus();
    if (status == null || status.getMessage() == null) {
      return Optional.empty();
    }
    return Optional.of(
        switch (refused.getCode()) {
          case 401 -> "the API server does not know who it is: " + status.getMessage();
          case 403 ->
              status.getMessage()
                  + ". Give it this permission in each namespace of WSFLEET_NAMESPACES; see"
                  + " deploy/README.md";
          case 404 -> "the cluster does not know WebSocketClusters yet: kubectl apply -f crds/";
          default -> "the API server says: " + status.getMessage();
        });
  }

  /** The innermost cause says what happened; the outermost what was being done. */
  private static String chain(List<Throwable> causes) {
    var first = causes.get(0);
    var last = causes.get(causes.size() - 1);
    return first == last ? words(first) : words(first) + ": " + words(last);
  }

  private static String words(Throwable failure) {
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
