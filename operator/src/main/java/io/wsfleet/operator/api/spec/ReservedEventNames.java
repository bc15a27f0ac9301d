package io.wsfleet.operator.api.spec;

/** The event names that Socket.IO's own libraries keep for themselves, as a CEL list. */
final class ReservedEventNames {

  static final String CEL_LIST =
      "['connect', 'connect_error', 'disconnect', 'disconnecting', 'newListener',"
          + " 'removeListener']";

  private ReservedEventNames() {}
}
