package io.wsfleet.gateway.cluster;

/** Gets the result of a forwarded request: one of its methods is called, once. */
interface ForwardListener {
  /** Ignores the result. */
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
