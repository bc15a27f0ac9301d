package io.wsfleet.bench.load;

import org.HdrHistogram.Histogram;

/** What is measured while it goes on. */
public interface Load extends MessageListener, Pacer {

  void begin(long now);

  /** Nothing more is sent; what is under way may still arrive. */
  void end();

  /** How much has been done: deliveries, or requests. */
  long count();

  /** Whether everything has arrived that was sent. */
  boolean isComplete();

  Losses losses();

  /** Nanoseconds from when each message was meant to be sent; a caller may reset it. */
  Histogram latency();
}
