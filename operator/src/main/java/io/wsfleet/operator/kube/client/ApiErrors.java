package io.wsfleet.operator.kube.client;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.wsfleet.operator.kube.ApplyFailure;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the errors of the API server. */
public final class ApiErrors {

  private ApiErrors() {}

  /** The refusal of an object; empty for an error that may be over at the next attempt. */
  public static Optional<ApplyFailure> refusal(
      HasMetadata object, KubernetesClientException error) {
    var message = message(error);
    return ApplyFailure.isRefusal(error.getCode(), message)
        ? Optional.of(
            ApplyFailure.fromApiServer(
                object.getKind(), object.getMetadata().getName(), error.getCode(), message))
        : Optional.empty();
  }

  /** The sentence of the API server, or of the client if there is none. */
  public static String message(KubernetesClientException error) {
    var status = error.getStatus();
    return Stream.of(status == null ? null : status.getMessage(), error.getMessage())
        .filter(m -> m != null)
        .findFirst()
        .orElse("");
  }
}
