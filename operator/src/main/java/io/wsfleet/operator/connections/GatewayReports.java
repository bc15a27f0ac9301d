package io.wsfleet.operator.connections;

import io.fabric8.kubernetes.api.model.Pod;
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
 * Asks all gateways of one fleet at once, each for a bounded time and a bounded answer; over TLS
 * where the fleet has it.
 */
public final class GatewayReports {

  private static final Logger log = LoggerFactory.getLogger(GatewayReports.class);
  private static final int MOST_BYTES = 64 * 1024;

  private final HttpClient http;
  private final TrustByAddress trust = new TrustByAddress();
  private final Duration patience;
  private final int port;
  private final Outcomes outcomes;

  /** Counts how asking went. */
  public interface Outcomes {
    void answered();

    void failed();
  }

  public GatewayReports(Executor executor, Duration patience, int port, Outcomes outcomes) {
    this.http =
        HttpClient.newBuilder()
            .executor(executor)
            .connectTimeout(patience)
            .followRedirects(HttpClient.Redirect.NEVER)
            .sslContext(trust.context())
            .build();
    this.patience = patience;
    this.port = port;
    this.outcomes = outcomes;
  }

  /** The reports of these pods; where one does not answer, its former report. */
  public Set<GatewayReport> ask(
      List<Pod> pods, Collection<GatewayReport> former, @Nullable Certificates tls) {
    var asked =
        pods.stream().filter(p -> p.getStatus().getPodIP() != null).map(p -> ask(p, tls)).toList();
    var answers = asked.stream().map(CompletableFuture::join).flatMap(Optional::stream).toList();
    var silent =
        pods.stream()
            .map(p -> p.getMetadata().getUid())
            .filter(uid -> answers.stream().noneMatch(a -> a.uid().equals(uid)))
            .collect(Collectors.toSet());
    var reports = former.stream().filter(r -> silent.contains(r.uid())).collect(Collectors.toSet());
    reports.addAll(answers);
    return reports;
  }

  /** The request's own timeout ends with the head of the answer; the body is bounded here. */
  private CompletableFuture<Optional<GatewayReport>> ask(Pod pod, @Nullable Certificates tls) {
    var name = pod.getMetadata().getName();
    var uid = pod.getMetadata().getUid();
    var address = pod.getStatus().getPodIP();
    if (tls != null) {
      trust.believe(address, tls.authorities());
    }
    var request = HttpRequest.newBuilder(uri(address, tls != null)).timeout(patience).build();
    var exchange = http.sendAsync(request, head -> new BoundedBody(MOST_BYTES));
    return exchange
        .thenApply(response -> read(name, uid, response))
        .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((report, failure) -> exchange.cancel(true))
        .whenComplete((report, failure) -> count(name, failure))
        .handle((report, failure) -> Optional.ofNullable(report));
  }

  private URI uri(String address, boolean isTls) {
    var host = address.contains(":") ? "[" + address + "]" : address;
    return URI.create((isTls ? "https://" : "http://") + host + ":" + port + "/status");
  }

  private static GatewayReport read(String name, String uid, HttpResponse<byte[]> response) {
    try {
      if (response.statusCode() != 200) {
        throw new IOException("it answered " + response.statusCode());
      }
      return GatewayReport.parse(name, uid, response.body());
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  private void count(String pod, @Nullable Throwable failure) {
    if (failure == null) {
      outcomes.answered();
    } else {
      outcomes.failed();
      log.debug(
          "Gateway {} does not say how many connections it holds: {}", pod, failure.toString());
    }
  }
}
