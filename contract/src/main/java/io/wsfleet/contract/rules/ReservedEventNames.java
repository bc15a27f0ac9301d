package io.wsfleet.contract.rules;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The event names that Socket.IO reserves: no client, rule or announcement may send them. */
public final class ReservedEventNames {

  /** As a list in CEL, for validation rules: an annotation needs a constant. */
  static final String CEL_LIST =
      "['connect', 'connect_error', 'disconnect', 'disconnecting', 'newListener',"
          + " 'removeListener']";

  public static final List<String> ALL =
      Pattern.compile("\\w+").matcher(CEL_LIST).results().map(MatchResult::group).toList();

  private ReservedEventNames() {}
}
