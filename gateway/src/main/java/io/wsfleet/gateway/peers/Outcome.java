package io.wsfleet.gateway.peers;

/** How the passing on of a request ended; one of these is told, once. */
interface Outcome {
  /** For what nobody waits for yet. */
  Outcome UNHEARD =
      new Outcome() {
        @Override
        public void done() {}

        @Override
        public void failed(Failure why) {}
      };

  void done();

  void failed(Failure why);
}
