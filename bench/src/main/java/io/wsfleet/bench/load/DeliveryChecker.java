package io.wsfleet.bench.load;

import java.util.Arrays;

/**
 * Checks every message at every receiver. A publisher numbers its messages to one audience from 0;
 * a receiver must get exactly these numbers in order.
 */
public final class DeliveryChecker {

  private final int publishers;
  private final int audiences;
  private final int[] audienceOf;
  private final int[] published;
  private final int[] next;
  private final int[] sizes;
  private long expected;
  private long delivered;
  private long missing;
  private long duplicates;

  /** {@code audienceOf} names the audience of each receiver. */
  public DeliveryChecker(int publishers, int audiences, int[] audienceOf) {
    this.publishers = publishers;
    this.audiences = audiences;
    this.audienceOf = audienceOf.clone();
    this.published = new int[publishers * audiences];
    this.next = new int[publishers * audienceOf.length];
    this.sizes = new int[audiences];
    Arrays.stream(audienceOf).forEach(audience -> sizes[audience]++);
  }

  public int size(int audience) {
    return sizes[audience];
  }

  /** The number of the next message of a publisher to an audience. */
  public int expect(int publisher, int audience) {
    expected += sizes[audience];
    return published[publisher * audiences + audience]++;
  }

  /** Records that a receiver got a number of a publisher. */
  public void receive(int receiver, int publisher, int number) {
    if (publisher >= publishers) {
      throw new InvalidRunException("receiver " + receiver + " heard of publisher " + publisher);
    }
    int at = receiver * publishers + publisher;
    int due = next[at];
    if (number == due) {
      delivered++;
      next[at] = due + 1;
    } else if (number > due) {
      delivered++;
      missing += number - due;
      next[at] = number + 1;
    } else {
      duplicates++;
    }
  }

  public long delivered() {
    return delivered;
  }

  /** Whether every message has reached all its receivers. */
  public boolean isComplete() {
    return delivered + missing >= expected;
  }

  /** The losses among all messages that were sent. */
  public Losses losses() {
    long late = 0;
    for (int receiver = 0; receiver < audienceOf.length; receiver++) {
      for (int publisher = 0; publisher < publishers; publisher++) {
        late +=
            published[publisher * audiences + audienceOf[receiver]]
                - next[receiver * publishers + publisher];
      }
    }
    return new Losses(expected, missing + late, duplicates);
  }
}
