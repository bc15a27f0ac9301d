package io.wsfleet.bench.scenario;

import io.wsfleet.bench.load.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/** All there are, by name, in the order in which they are run. */
public final class Scenarios {

  private static final int EVERYBODY = 1000;
  private static final int ROOMS = 200;
  private static final int IN_ROOMS = 2000;
  private static final int PUBLISHERS = 8;

  private Scenarios() {}

  public static Talking warmUp() {
    return new Talking("warm-up", new Shape(0, EVERYBODY, PUBLISHERS, 1, 0));
  }

  public static Map<String, Scenario> all() {
    var all = new LinkedHashMap<String, Scenario>();
    all.put("bmax", new Talking("bmax", new Shape(0, EVERYBODY, PUBLISHERS, 1, 0)));
    all.put("bopen", new Talking("bopen", new Shape(0, EVERYBODY, PUBLISHERS, 1, 20)));
    all.put("rmax", new Talking("rmax", new Shape(ROOMS, IN_ROOMS, PUBLISHERS, 8, 0)));
    all.put("ropen", new Talking("ropen", new Shape(ROOMS, IN_ROOMS, PUBLISHERS, 1, 1000)));
    all.put("echo", new Asking("echo", 100));
    return all;
  }
}
