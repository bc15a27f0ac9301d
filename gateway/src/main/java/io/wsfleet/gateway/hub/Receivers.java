package io.wsfleet.gateway.hub;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The sockets that an audience is just now, by who brings them what they get. */
final class Receivers {
  private final List<Load> loads = new ArrayList<>(2);
  private final List<Outlet> others = new ArrayList<>(0);
  private final int size;

  Receivers(Collection<Member> members) {
    size = members.size();
    for (Member member : members) {
      Outlet outlet = member.outlet();
      Courier courier = outlet.courier();
      if (courier == null) {
        others.add(outlet);
      } else {
        load(courier).outlets.add(outlet);
      }
    }
  }

  void get(Delivery delivery) {
    for (Load load : loads) {
      load.courier.carry(delivery, load.outlets);
    }
    for (Outlet outlet : others) {
      outlet.deliver(delivery);
    }
  }

  int size() {
    return size;
  }

  /** There is a courier for each event loop, so that there are few. */
  private Load load(Courier courier) {
    for (Load load : loads) {
      if (load.courier == courier) {
        return load;
      }
    }
    Load first = new Load(courier, new ArrayList<>(size));
    loads.add(first);
    return first;
  }

  private record Load(Courier courier, List<Outlet> outlets) {}
}
