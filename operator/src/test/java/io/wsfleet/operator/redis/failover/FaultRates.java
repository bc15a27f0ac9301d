package io.wsfleet.operator.redis.failover;

/** How often each fault begins, in a thousand moments. */
record FaultRates(int crash, int kill, int hang, int partition, int deletion, int manualChange) {
  static final FaultRates NONE = new FaultRates(0, 0, 0, 0, 0, 0);
}
