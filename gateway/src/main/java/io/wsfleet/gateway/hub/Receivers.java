package io.wsfleet.gateway.hub;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The sockets that an audience is just now, by who brings them what they get. */
final class Receivers {
  private final Map<Courier, List<Outlet>> carried = new LinkedHashMap<>(2);
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
        carried.computeIfAbsent(courier, first -> new ArrayList<>(members.size())).add(outlet);
      }
    }
  }

  void get(Delivery delivery) {
    carried.forEach((courier, outlets) -> courier.carry(delivery, outlets));
    for (Outlet outlet : others) {
      outlet.deliver(delivery);
    }
  }

  int size() {
    return size;
  }
}
