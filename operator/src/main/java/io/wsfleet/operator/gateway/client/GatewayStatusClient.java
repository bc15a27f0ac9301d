package io.wsfleet.operator.gateway.client;

import io.fabric8.kubernetes.api.model.Pod;
import io.wsfleet.contract.status.GatewayStatus;
import io.wsfleet.operator.tls.Certificates;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls {@code /status} of all gateways of one fleet at the same time, with a time limit and a
 * maximum size for each response; over TLS if the fleet has it.
 */
public final class GatewayStatusClient {

  private static final Logger log = LoggerFactory.getLogger(GatewayStatusClient.class);
  private static final int MAX_BODY_BYTES = 64 * 1024;

  private final HttpClient http;
  private final PerAddressTrustManager trust = new PerAddressTrustManager();
  private final Duration timeout;
  private final int port;
  private final PollMetrics pollMetrics;

  /** Counts successful and failed polls. */
  public interface PollMetrics {
    void recordSuccess();

    void recordFailure();
  }

  public GatewayStatusClient(
      Executor executor, Duration timeout, int port, PollMetrics pollMetrics) {
    this.http =
        HttpClient.newBuilder()
            .executor(executor)
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .sslContext(trust.context())
            .build();
    this.timeout = timeout;
    this.port = port;
    this.pollMetrics = pollMetrics;
  }

  /**
   * What a poll has found.
   *
   * @param statuses of the pods; the former one of a pod that did not answer
   * @param isComplete whether every pod has answered
   */
  public record Poll(Set<PolledGateway> statuses, boolean isComplete) {
    public Poll {
      statuses = Set.copyOf(statuses);
    }
  }

  /** Ends after the timeout at the latest, and blocks no thread. It never fails. */
  public CompletableFuture<Poll> poll(
      List<Pod> pods, Collection<PolledGateway> former, @Nullable Certificates tls) {
    var requests =
        pods.stream().filter(p -> p.getStatus().getPodIP() != null).map(p -> poll(p, tls)).toList();
    return CompletableFuture.allOf(requests.toArray(CompletableFuture<?>[]::new))
        .thenApply(
            done ->
                merge(
                    pods,
                    former,
                    requests.stream()
                        .map(CompletableFuture::join)
                        .flatMap(Optional::stream)
                        .toList()));
  }

  private static Poll merge(
      List<Pod> pods, Collection<PolledGateway> former, List<PolledGateway> received) {
    var unreachable =
        pods.stream()
            .map(p -> p.getMetadata().getUid())
            .filter(uid -> received.stream().noneMatch(a -> a.uid().equals(uid)))
            .collect(Collectors.toSet());
    var statuses =
        former.stream().filter(r -> unreachable.contains(r.uid())).collect(Collectors.toSet());
    statuses.addAll(received);
    return new Poll(statuses, unreachable.isEmpty());
  }

  /** The timeout of the request ends with the headers of the response; this one covers the body. */
  private CompletableFuture<Optional<PolledGateway>> poll(Pod pod, @Nullable Certificates tls) {
    var name = pod.getMetadata().getName();
    var uid = pod.getMetadata().getUid();
    var address = pod.getStatus().getPodIP();
    if (tls != null) {
      trust.trust(address, tls.caBundle());
    }
    var request = HttpRequest.newBuilder(uri(address, tls != null)).timeout(timeout).build();
    var exchange = http.sendAsync(request, head -> new BoundedBodySubscriber(MAX_BODY_BYTES));
    return exchange
        .thenApply(response -> parse(name, uid, response))
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((report, failure) -> exchange.cancel(true))
        .whenComplete((report, failure) -> recordOutcome(name, failure))
        .handle((report, failure) -> Optional.ofNullable(report));
  }

  private URI uri(String address, boolean isTls) {
    var host = address.contains(":") ? "[" + address + "]" : address;
    return URI.create((isTls ? "https://" : "http://") + host + ":" + port + GatewayStatus.PATH);
  }

  private static PolledGateway parse(String name, String uid, HttpResponse<byte[]> response) {
    try {
      if (response.statusCode() != 200) {
        throw new IOException("the response has status " + response.statusCode());
      }
      return PolledGateway.of(name, uid, GatewayStatus.parse(response.body()));
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  private void recordOutcome(String pod, @Nullable Throwable failure) {
    if (failure == null) {
      pollMetrics.recordSuccess();
    } else {
      pollMetrics.recordFailure();
      log.debug("Gateway {} does not report its status: {}", pod, failure.toString());
    }
  }
}
