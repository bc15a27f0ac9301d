package io.wsfleet.bench.scenario;

import io.wsfleet.bench.load.LoadProfile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All scenarios by name, in the order in which they run. */
public final class Scenarios {

  private static final int BROADCAST_CLIENTS = 1000;
  private static final int ROOMS = 200;
  private static final int ROOM_CLIENTS = 2000;
  private static final int PUBLISHERS = 8;
  private static final int IDLE_CLIENTS = 10_000;

  private Scenarios() {}

  /** The scenarios with the most traffic, for the warm-up. */
  public static List<String> warmUps() {
    return List.of("bmax", "rmax", "echo", "connect");
  }

  /** The scenarios of idle memory, each on newly started servers. */
  public static Map<String, Scenario> memoryScenarios() {
    var ramps = new LinkedHashMap<String, Scenario>();
    ramps.put(
        "idle, at once", new IdleMemoryScenario("idle.pss.once", List.of(1000, IDLE_CLIENTS), ""));
    ramps.put(
        "idle, in two steps",
        new IdleMemoryScenario(
            "idle.pss.twice", List.of(1000, IDLE_CLIENTS / 2, IDLE_CLIENTS), "idle.heap"));
    return ramps;
  }

  public static Map<String, Scenario> all() {
    var all = new LinkedHashMap<String, Scenario>();
    all.put(
        "bmax",
        new BroadcastScenario("bmax", new LoadProfile(0, BROADCAST_CLIENTS, PUBLISHERS, 1, 0)));
    all.put(
        "bopen",
        new BroadcastScenario("bopen", new LoadProfile(0, BROADCAST_CLIENTS, PUBLISHERS, 1, 20)));
    all.put(
        "rmax",
        new BroadcastScenario("rmax", new LoadProfile(ROOMS, ROOM_CLIENTS, PUBLISHERS, 8, 0)));
    all.put(
        "ropen",
        new BroadcastScenario("ropen", new LoadProfile(ROOMS, ROOM_CLIENTS, PUBLISHERS, 1, 1000)));
    all.put("echo", new EchoScenario("echo", 100));
    all.put("connect", new ConnectScenario("connect", 2000));
    all.put("idle", new IdleScenario("idle.cpu", IDLE_CLIENTS));
    return all;
  }
}
