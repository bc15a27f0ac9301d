package io.wsfleet.bench.scenario;

import io.wsfleet.bench.load.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All there are, by name, in the order in which they are run. */
public final class Scenarios {

  private static final int EVERYBODY = 1000;
  private static final int ROOMS = 200;
  private static final int IN_ROOMS = 2000;
  private static final int PUBLISHERS = 8;
  private static final int MANY = 10_000;

  private Scenarios() {}

  /** Those that bring most through a server, so that it is warm soonest. */
  public static List<String> warmUps() {
    return List.of("bmax", "rmax", "echo", "connect");
  }

  /** What each is run on servers of its own, when idle connections are measured. */
  public static Map<String, Scenario> ramps() {
    var ramps = new LinkedHashMap<String, Scenario>();
    ramps.put("idle, at once", new Ramp("idle.pss.once", List.of(1000, MANY), ""));
    ramps.put(
        "idle, in two steps",
        new Ramp("idle.pss.twice", List.of(1000, MANY / 2, MANY), "idle.heap"));
    return ramps;
  }

  public static Map<String, Scenario> all() {
    var all = new LinkedHashMap<String, Scenario>();
    all.put("bmax", new Talking("bmax", new Shape(0, EVERYBODY, PUBLISHERS, 1, 0)));
    all.put("bopen", new Talking("bopen", new Shape(0, EVERYBODY, PUBLISHERS, 1, 20)));
    all.put("rmax", new Talking("rmax", new Shape(ROOMS, IN_ROOMS, PUBLISHERS, 8, 0)));
    all.put("ropen", new Talking("ropen", new Shape(ROOMS, IN_ROOMS, PUBLISHERS, 1, 1000)));
    all.put("echo", new Asking("echo", 100));
    all.put("connect", new Connecting("connect", 2000));
    all.put("idle", new Idling("idle.cpu", MANY));
    return all;
  }
}
