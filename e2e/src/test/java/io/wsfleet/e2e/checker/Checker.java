package io.wsfleet.e2e.checker;

import com.fasterxml.jackson.databind.JsonNode;
import io.wsfleet.e2e.process.NodeProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** Runs {@code checker.js}: receivers and senders at a fleet, with every message counted. */
public final class Checker implements AutoCloseable {

  private static final Duration CONNECTED = Duration.ofSeconds(70);
  private static final Duration SETTLED = Duration.ofSeconds(90);

  private final NodeProgram nodeProgram;
  private final Path tokenFile;
  private int reports;

  private Checker(NodeProgram nodeProgram, Path tokenFile) {
    this.nodeProgram = nodeProgram;
    this.tokenFile = tokenFile;
  }

  /**
   * Connects all clients and starts the load.
   *
   * @param at where clients and back ends reach the fleet
   * @param more options of the script
   */
  public static Checker start(Addresses at, String... more) {
    try {
      Path tokenFile = Files.createTempFile("wsfleet-token-", "");
      Files.writeString(tokenFile, at.token());
      var checker =
          new Checker(NodeProgram.start("checker.js", at.options(tokenFile, more)), tokenFile);
      checker.nodeProgram.await("the checker speaks", CONNECTED, named("speaking"));
      return checker;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The addresses of a fleet, and the local addresses to connect from; none means any. */
  public record Addresses(List<String> urls, List<String> apis, String token, List<String> from) {

    public Addresses withToken(String other) {
      return new Addresses(urls, apis, other, from);
    }

    private String[] options(Path tokenFile, String... more) {
      var options = new ArrayList<>(List.of("--driven", "--token-file", tokenFile.toString()));
      urls.forEach(url -> options.addAll(List.of("--url", url)));
      apis.forEach(api -> options.addAll(List.of("--api", api)));
      from.forEach(address -> options.addAll(List.of("--from", address)));
      options.addAll(List.of(more));
      return options.toArray(new String[0]);
    }
  }

  /** The counts so far; messages under way count as missing. */
  public CheckerReport report() {
    int before = reports++;
    nodeProgram.send(Map.of("do", "report"));
    Awaitility.await("a report")
        .atMost(Duration.ofSeconds(30))
        .until(() -> nodeProgram.events(named("report")).size() > before);
    return new CheckerReport(nodeProgram.events(named("report")).get(before));
  }

  public void awaitAcknowledged(long more, Duration atMost) {
    long before = report().acknowledged();
    Awaitility.await(more + " more are acknowledged")
        .pollInterval(Duration.ofMillis(200))
        .atMost(atMost)
        .until(() -> report().acknowledged() >= before + more);
  }

  /** Stops the load, waits until all messages have arrived, and counts. */
  public CheckerReport stop() {
    nodeProgram.send(Map.of("do", "stop"));
    return new CheckerReport(nodeProgram.await("the checker's verdict", SETTLED, named("verdict")));
  }

  /** The exit code: 0 if nothing was missing, repeated or out of order. */
  public int exit() {
    return nodeProgram.awaitEnd(Duration.ofSeconds(20));
  }

  @Override
  public void close() {
    nodeProgram.close();
    try {
      Files.deleteIfExists(tokenFile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Predicate<JsonNode> named(String event) {
    return line -> line.path("event").asText().equals(event);
  }
}
