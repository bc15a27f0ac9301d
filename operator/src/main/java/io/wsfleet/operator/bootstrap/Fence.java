package io.wsfleet.operator.bootstrap;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Blocks writes to the API server once the Lease has expired. A leader that was suspended for a
 * minute may wake up in the middle of a reconcile; before its elector notices the loss, it would
 * write beside the new leader. The time counts from the moment at which the last renewal was sent,
 * so this side stops no later than another one begins.
 */
final class Fence implements Interceptor {

  static final Duration LEASE_DURATION = Duration.ofSeconds(15);

  /** A header of each renewal, so that its response is not taken for that of a later one. */
  private static final String SENT_HEADER = "X-Wsfleet-Sent";

  /** A write after the Lease was lost. The process is about to end. */
  static final class LeaseExpiredException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    LeaseExpiredException() {
      super("The lease was lost; the write was not sent");
    }
  }

  private final boolean enabled;
  private final LongSupplier nanoTime;
  private final AtomicLong heldUntil = new AtomicLong();
  private final AtomicBoolean isClosed = new AtomicBoolean();

  Fence(boolean enabled, LongSupplier nanoTime) {
    this.enabled = enabled;
    this.nanoTime = nanoTime;
    heldUntil.set(nanoTime.getAsLong());
  }

  /** Blocks everything from now on, renewals too. Returns whether the Lease was held. */
  boolean close() {
    return !isClosed.getAndSet(true) && enabled && isHeld();
  }

  /** Whether writes to Redis and to the API server are allowed. */
  boolean permitsWrites() {
    return !isClosed.get() && (!enabled || isHeld());
  }

  private boolean isHeld() {
    return nanoTime.getAsLong() - heldUntil.get() < 0;
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    if (!enabled || request.method().equals("GET") || isReview(request)) {
      return;
    }
    if (isClosed.get()) {
      throw new LeaseExpiredException();
    }
    if (isLease(request)) {
      builder.setHeader(SENT_HEADER, String.valueOf(nanoTime.getAsLong()));
    } else if (!isHeld()) {
      throw new LeaseExpiredException();
    }
  }

  @Override
  public void after(
      HttpRequest request,
      HttpResponse<?> response,
      AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    var sent = request.header(SENT_HEADER);
    if (sent != null && response.isSuccessful()) {
      heldUntil.set(Long.parseLong(sent) + LEASE_DURATION.toNanos());
    }
  }

  private static boolean isLease(HttpRequest request) {
    return request.uri().getPath().contains("/apis/coordination.k8s.io/");
  }

  /** A review of permissions changes nothing, though it is a POST. */
  private static boolean isReview(HttpRequest request) {
    return request.uri().getPath().contains("/apis/authorization.k8s.io/");
  }
}
