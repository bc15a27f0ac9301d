package io.wsfleet.gateway.cluster;

/** How the passing on of a request ended; one of these is told, once. */
interface ForwardListener {
  /** For what nobody waits for yet. */
  ForwardListener NONE =
      new ForwardListener() {
        @Override
        public void onDone() {}

        @Override
        public void onFailed(ForwardFailure reason) {}
      };

  void onDone();

  void onFailed(ForwardFailure reason);
}
