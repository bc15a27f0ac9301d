package io.wsfleet.operator.redis.failover;

import java.util.Random;
import java.util.function.Consumer;

/** Lets faults of the servers begin and end at random. */
final class FaultInjector {

  private final Random random;
  private final Consumer<SimulatedRedis> replace;
  private final Consumer<String> log;
  FaultRates rates = FaultRates.NONE;

  /**
   * @param replace replaces a terminated pod by a new one
   */
  FaultInjector(Random random, Consumer<SimulatedRedis> replace, Consumer<String> log) {
    this.random = random;
    this.replace = replace;
    this.log = log;
  }

  boolean happens(int inAThousand) {
    return random.nextInt(1000) < inAThousand;
  }

  void inject(SimulatedRedis pod) {
    if (happens(rates.kill())) {
      pod.running = false;
      log.accept(pod.pod + " dies");
    } else if (happens(rates.hang())) {
      pod.hung = true;
      log.accept(pod.pod + " hangs");
    } else if (happens(rates.partition())) {
      pod.partitioned = true;
      log.accept(pod.pod + " is cut off");
    } else if (happens(rates.deletion())) {
      pod.terminating = true;
      log.accept(pod.pod + " is terminating");
    } else if (happens(rates.manualChange())) {
      changeManually(pod);
    }
    if ((pod.hung || pod.partitioned) && random.nextInt(100) == 0) {
      pod.hung = false;
      pod.partitioned = false;
      log.accept(pod.pod + " is back");
    }
    if (pod.terminating && random.nextInt(60) == 0) {
      replace.accept(pod);
    }
  }

  private void changeManually(SimulatedRedis pod) {
    int what = random.nextInt(3);
    log.accept(pod.pod + " is changed by hand: " + what);
    if (what == 0) {
      pod.podRole = PodRole.NONE;
    } else if (what == 1) {
      pod.podRole = PodRole.master(true);
    } else if (!pod.isMaster()) {
      pod.follow("elsewhere");
    }
  }
}
