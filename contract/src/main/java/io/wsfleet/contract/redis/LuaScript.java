package io.wsfleet.contract.redis;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A Lua script for EVAL, with the name under which Redis caches it for EVALSHA.
 *
 * <p>All of them run on Redis 6.2 and newer. An explicit id stands in each XADD, so that clocks
 * play no part.
 *
 * @param text without the comment at the head of the file, so that an EVAL does not send it
 */
public record LuaScript(String text, String sha1) {

  /** Starts a term at a new master: stream, head, term. See {@link MasterCommands}. */
  public static final LuaScript START_TERM = load("start-term");

  /** Sets how many replicas have to acknowledge: head. See {@link MasterCommands}. */
  public static final LuaScript SET_MIN_IN_SYNC_REPLICAS = load("set-min-in-sync-replicas");

  /** Tells readers who the master is: stream, head. See {@link MasterCommands}. */
  public static final LuaScript ANNOUNCE_MASTER = load("announce-master");

  /** Creates the stream unless there is one: stream, head, term. */
  public static final LuaScript BEGIN_STREAM = load("begin-stream");

  /** Publishes a batch of messages: stream, head, producer, senders. */
  public static final LuaScript PUBLISH = load("publish");

  /** Saves a session: session. */
  public static final LuaScript SAVE_SESSION = load("save-session");

  /** Claims a session: session. */
  public static final LuaScript CLAIM_SESSION = load("claim-session");

  /** Gives a session up: session. */
  public static final LuaScript RELEASE_SESSION = load("release-session");

  /** Acquires or renews a lease: lease. */
  public static final LuaScript ACQUIRE_LEASE = load("acquire-lease");

  /** Releases a lease: lease. */
  public static final LuaScript RELEASE_LEASE = load("release-lease");

  /**
   * The words of an EVAL.
   *
   * @param keys in the order of the file's header, as are the arguments
   */
  public List<String> eval(List<String> keys, String... arguments) {
    List<String> words = new ArrayList<>(List.of("EVAL", text, String.valueOf(keys.size())));
    words.addAll(keys);
    words.addAll(List.of(arguments));
    return List.copyOf(words);
  }

  private static LuaScript load(String name) {
    String text =
        file(name)
            .lines()
            .dropWhile(line -> line.isEmpty() || line.startsWith("--"))
            .collect(Collectors.joining("\n", "", "\n"));
    return new LuaScript(text, sha1(text));
  }

  private static String file(String name) {
    try (InputStream in = LuaScript.class.getResourceAsStream(name + ".lua")) {
      if (in == null) {
        throw new IllegalStateException("there is no resource " + name + ".lua");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read the resource " + name + ".lua", e);
    }
  }

  private static String sha1(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
