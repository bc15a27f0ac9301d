package io.wsfleet.bench.load;

/**
 * The load of a broadcast scenario: publishers, receivers, rooms and rate.
 *
 * @param rooms among which the receivers are distributed; 0 if every receiver gets every message
 * @param window messages of each publisher that are under way in a closed loop
 * @param perSecond messages of all publishers together in an open loop; 0 for a closed one
 */
public record LoadProfile(int rooms, int receivers, int publishers, int window, double perSecond) {

  public boolean isOpen() {
    return perSecond > 0;
  }

  int audiences() {
    return Math.max(1, rooms);
  }

  int[] audienceOf() {
    int[] audienceOf = new int[receivers];
    // Neighbours go to different nodes, so a room has members at both.
    for (int receiver = 0; receiver < receivers; receiver++) {
      audienceOf[receiver] = receiver * audiences() / receivers;
    }
    return audienceOf;
  }
}
