package io.wsfleet.operator.api;

/** The event names that Socket.IO's own libraries keep for themselves, as a CEL list. */
final class EventNames {

  static final String RESERVED =
      "['connect', 'connect_error', 'disconnect', 'disconnecting', 'newListener',"
          + " 'removeListener']";

  private EventNames() {}
}
