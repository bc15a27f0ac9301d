package io.wsfleet.contract.redis;

/** The replies of scripts that are words. */
public final class ScriptReplies {
  /** {@link LuaScript#PUBLISH}: the message of a sender was written. */
  public static final String TAKEN = "taken";

  /** {@link LuaScript#PUBLISH}: the number, or the whole batch, was accepted before. */
  public static final String KNOWN = "known";

  /** {@link LuaScript#PUBLISH}: there was nothing to write. */
  public static final String SKIPPED = "skipped";

  /** Error code of {@link LuaScript#PUBLISH}: {@link LuaScript#BEGIN_STREAM} must run first. */
  public static final String NO_STREAM = "NOHISTORY";

  /** Error code of {@link LuaScript#START_TERM}: this term or a later one has started. */
  public static final String TERM_OVER = "TERMOVER";

  private ScriptReplies() {}
}
