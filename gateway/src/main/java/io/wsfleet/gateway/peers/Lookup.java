package io.wsfleet.gateway.peers;

import io.wsfleet.gateway.bus.Leases;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Finds the gateway behind a tag, in the directory or else in the register. */
final class Lookup {
  private final Directory directory;
  private final Leases leases;
  private final LongSupplier clock;
  private final ConcurrentHashMap<String, CompletableFuture<Result>> asked =
      new ConcurrentHashMap<>();

  Lookup(Directory directory, Leases leases, LongSupplier clock) {
    this.directory = directory;
    this.leases = leases;
    this.clock = clock;
  }

  /** A gateway, or why there is none. */
  sealed interface Result {
    record Found(Peer peer) implements Result {}

    record Missing(Failure why) implements Result {}
  }

  CompletionStage<Result> find(String tag) {
    Directory.Finding finding = directory.find(tag, clock.getAsLong());
    if (finding instanceof Directory.Finding.Known known) {
      if (known.askAnew()) {
        ask(tag);
      }
      return CompletableFuture.completedStage(new Result.Found(known.peer()));
    }
    if (finding instanceof Directory.Finding.Ask || asked.containsKey(tag)) {
      return ask(tag);
    }
    return CompletableFuture.completedStage(new Result.Missing(Failure.of(finding)));
  }

  /** Whether it was thought to be reachable until now. */
  boolean unreachable(String tag) {
    return directory.unreachable(tag, clock.getAsLong());
  }

  private CompletionStage<Result> ask(String tag) {
    CompletableFuture<Result> answer = new CompletableFuture<>();
    CompletableFuture<Result> running = asked.putIfAbsent(tag, answer);
    if (running != null) {
      return running;
    }
    leases
        .find(Registration.key(tag))
        .whenComplete(
            (value, failure) -> {
              Result result = failure == null ? learn(tag, value) : unanswered();
              asked.remove(tag);
              answer.complete(result);
            });
    return answer;
  }

  private Result learn(String tag, Optional<String> value) {
    @Nullable Peer peer = value.map(Peer::parse).orElse(null);
    directory.learn(tag, peer, clock.getAsLong());
    return peer == null ? new Result.Missing(Failure.UNKNOWN_GATEWAY) : new Result.Found(peer);
  }

  private static Result unanswered() {
    return new Result.Missing(Failure.REGISTER_AWAY);
  }
}
