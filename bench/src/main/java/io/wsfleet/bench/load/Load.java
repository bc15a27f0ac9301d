package io.wsfleet.bench.load;

import org.HdrHistogram.Histogram;

/** Traffic that is measured while it runs. */
public interface Load extends MessageListener, Pacer {

  void begin(long now);

  /** Sends no more; messages that were sent may still arrive. */
  void end();

  /** The number of deliveries or acknowledgements so far. */
  long count();

  /** Whether everything that was sent has arrived. */
  boolean isComplete();

  Losses losses();

  /** Latencies in nanoseconds from when each message was scheduled; a caller may reset it. */
  Histogram latency();
}
