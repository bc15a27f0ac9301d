package io.wsfleet.contract.redis;

import java.util.List;

/** The commands that the operator sends to a new master, word by word. */
public final class MasterCommands {
  private MasterCommands() {}

  /**
   * Starts a term. Never twice for a term, nor for one that is over.
   *
   * @param epoch a name that no epoch had before, for the case that there is no stream
   */
  public static List<String> startTerm(long term, String epoch, int minInSyncReplicas) {
    return LuaScript.START_TERM.eval(
        List.of(StreamKeys.STREAM, StreamKeys.HEAD, StreamKeys.TERM),
        String.valueOf(term),
        epoch,
        String.valueOf(minInSyncReplicas));
  }

  /** Sets how many replicas have to acknowledge a message. */
  public static List<String> setMinInSyncReplicas(int replicas) {
    return LuaScript.SET_MIN_IN_SYNC_REPLICAS.eval(
        List.of(StreamKeys.HEAD), String.valueOf(replicas));
  }

  /**
   * Tells readers at all replicas who the master is.
   *
   * @param address {@code host:port}
   */
  public static List<String> announceMaster(String address) {
    return LuaScript.ANNOUNCE_MASTER.eval(List.of(StreamKeys.STREAM, StreamKeys.HEAD), address);
  }
}
