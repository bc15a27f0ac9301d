package io.wsfleet.local.kubelet;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Executes HTTP and TCP probes, a few at the same time. */
final class ProbeExecutor implements AutoCloseable {
  private static final int THREADS = 8;
  private static final int MAX_QUEUED = 256;

  private final ThreadPoolExecutor pool =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          10,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MAX_QUEUED),
          work -> {
            Thread thread = new Thread(work, "health-check");
            thread.setDaemon(true);
            return thread;
          });

  ProbeExecutor() {
    pool.allowCoreThreadTimeOut(true);
  }

  CompletableFuture<Boolean> probe(Probe probe, String address) {
    try {
      return CompletableFuture.supplyAsync(() -> succeeds(probe, address), pool);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(false);
    }
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }

  private static boolean succeeds(Probe probe, String address) {
    int timeout = (int) probe.timeout().toMillis();
    try {
      if (probe.httpPath() == null) {
        try (Socket socket = new Socket()) {
          socket.connect(new InetSocketAddress(address, probe.port()), timeout);
          return true;
        }
      }
      URI uri = URI.create("http://" + address + ":" + probe.port() + probe.httpPath());
      HttpURLConnection http = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
      http.setConnectTimeout(timeout);
      http.setReadTimeout(timeout);
      http.setInstanceFollowRedirects(false);
      try {
        return http.getResponseCode() >= 200 && http.getResponseCode() < 400;
      } finally {
        http.disconnect();
      }
    } catch (IOException e) {
      return false;
    }
  }
}
