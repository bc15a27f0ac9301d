package io.wsfleet.gateway.adapter.protocol;

import io.wsfleet.gateway.adapter.wire.ResponseFormat.AdapterResponse;
import io.wsfleet.gateway.bus.ClusterQueries.Responses;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A request in flight: the values that servers have sent, and whether more are expected. Each
 * server announces once how many values it sends. Thread-safe.
 */
public final class PendingResponse<T> {
  private final CompletableFuture<Responses<T>> done = new CompletableFuture<>();
  private final AdapterRequest<T> request;
  private final List<T> received = new ArrayList<>();
  private int awaitedServers;
  private int unreachableServers;
  private int expectedValues;

  /** Expects a response of this number of servers. */
  public PendingResponse(AdapterRequest<T> request, int servers) {
    this.request = request;
    this.awaitedServers = servers;
  }

  public AdapterRequest<T> request() {
    return request;
  }

  public CompletableFuture<Responses<T>> done() {
    return done;
  }

  public void onResponse(AdapterResponse response) throws IOException {
    request.onResponse(response, this);
  }

  /** Expects more servers, or fewer if negative. */
  public void addServers(int servers) {
    synchronized (this) {
      awaitedServers += servers;
    }
    completeIfDone();
  }

  /** Gives up on this number of servers. */
  public void removeServers(int servers) {
    synchronized (this) {
      awaitedServers -= servers;
      unreachableServers += servers;
    }
    completeIfDone();
  }

  /** A server announces how many values it sends. */
  void expectValues(int values) {
    synchronized (this) {
      awaitedServers--;
      expectedValues += Math.max(0, values);
    }
    completeIfDone();
  }

  void addValue(T value) {
    synchronized (this) {
      received.add(value);
    }
    completeIfDone();
  }

  /** A server has sent all its values. */
  void addServerValues(Collection<? extends T> values) {
    synchronized (this) {
      awaitedServers--;
      expectedValues += values.size();
      received.addAll(values);
    }
    completeIfDone();
  }

  /** Completes with what has been received. */
  public void complete() {
    done.complete(responses());
  }

  private void completeIfDone() {
    if (isDone()) {
      complete();
    }
  }

  private synchronized boolean isDone() {
    return awaitedServers <= 0 && received.size() >= expectedValues;
  }

  private synchronized Responses<T> responses() {
    int missing = (unreachableServers + Math.max(0, awaitedServers)) * request.minValuesPerServer();
    return new Responses<>(
        received,
        unreachableServers == 0 && isDone(),
        Math.max(expectedValues + missing, received.size()));
  }
}
