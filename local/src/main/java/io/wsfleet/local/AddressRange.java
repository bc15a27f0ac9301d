package io.wsfleet.local;

import io.wsfleet.local.network.NodePorts;
import java.util.stream.IntStream;

/**
 * The part of 127.0.0.0/8 that one local fleet uses: the API server at .0.1, pods at .1.x, Services
 * at .128.x. The process that listens on the port of the API server owns the range, so several
 * fleets can run at the same time.
 */
record AddressRange(int secondOctet) {
  private static final int FIRST = 83;
  private static final int LAST = 122;
  static final int API_PORT = 6443;

  static AddressRange free() throws StartupException {
    return IntStream.rangeClosed(FIRST, LAST)
        .mapToObj(AddressRange::new)
        .filter(range -> NodePorts.isFree(range.api(), API_PORT))
        .findFirst()
        .orElseThrow(
            () ->
                new StartupException(
                    "none of the addresses 127.83.0.1 to 127.122.0.1 can be listened on at port "
                        + API_PORT
                        + ": this needs the whole of 127.0.0.0/8 on the loopback interface, as"
                        + " Linux has it"));
  }

  String api() {
    return "127." + secondOctet + ".0.1";
  }

  String pods() {
    return "127." + secondOctet + ".1.";
  }

  String services() {
    return "127." + secondOctet + ".128.";
  }
}
