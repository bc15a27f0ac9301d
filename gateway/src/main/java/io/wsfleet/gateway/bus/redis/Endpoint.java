package io.wsfleet.gateway.bus.redis;

/** What the connection is called, where it goes, and which role the server must have. */
public record Endpoint(String name, MasterAddress address, RequiredRole requiredRole) {

  /** At the master, and nowhere else. */
  public static Endpoint atMaster(String name, MasterAddress master) {
    return new Endpoint(name, master, RequiredRole.MASTER);
  }

  /** At a replica, or at the master if the settings give the same address for both. */
  public static Endpoint forReading(String name, RedisSettings settings) {
    return settings.master().service().equals(settings.replica())
        ? atMaster(name, settings.master())
        : new Endpoint(name, new MasterAddress(settings.replica()), RequiredRole.REPLICA);
  }
}
