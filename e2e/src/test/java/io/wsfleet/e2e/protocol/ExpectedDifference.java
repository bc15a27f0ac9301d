package io.wsfleet.e2e.protocol;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An intended difference between a gateway and the Node server.
 *
 * @param where a pattern of the names of transcripts
 * @param theirs consecutive lines of the Node server's transcript
 * @param ours what a gateway's transcript has instead
 */
record ExpectedDifference(String where, List<String> theirs, List<String> ours, String why) {

  private static final String ERROR_5 =
      "400 [content-type: application/json] \"{\\\"code\\\":5,"
          + "\\\"message\\\":\\\"Unsupported protocol version\\\"}\"";
  private static final String OPEN_3 =
      "200 [content-type: text/plain; charset=utf-8] \"118:0{\"sid\":\"…\",\\\"upgrades\\\":"
          + "[\\\"websocket\\\"],\\\"pingInterval\\\":25000,\\\"pingTimeout\\\":20000,"
          + "\\\"maxPayload\\\":2000000}\"";
  private static final String BAD_UPGRADE =
      "upgrade /socket.io/?EIO=4&transport=websocket -> HTTP/1.1 400 Bad Request"
          + " content-type: text/html ";
  private static final String AS_IT_CAME = "what clients say is passed on as it came";

  static final List<ExpectedDifference> ALL =
      List.of(
          version("?transport=polling"),
          version("?EIO=5&transport=polling"),
          version("?EIO=abc&transport=polling"),
          one(
              "bytes upgrades",
              BAD_UPGRADE
                  + "sec-websocket-version: 13, 8 \"Missing or invalid Sec-WebSocket-Version header\"",
              BAD_UPGRADE + "sec-websocket-version: 13, 8 \"Bad request\"",
              "the words of code 3; the header has what a client can use"),
          one(
              "bytes upgrades",
              BAD_UPGRADE + "\"Missing or invalid Sec-WebSocket-Key header\"",
              BAD_UPGRADE + "\"Bad request\"",
              "the words of code 3"),
          one(
              "bytes upgrades",
              BAD_UPGRADE + "\"Invalid Upgrade header\"",
              BAD_UPGRADE + "\"Bad request\"",
              "the words of code 3"),
          broken("4"),
          broken("40\\u001e49\\u001e42[\\\"say\\\",1]"),
          broken("b!!"),
          one(
              "bytes upgrading",
              "another websocket -> closed 1005",
              "another websocket -> closed 1000",
              "it is over before it begins, and no client looks at the status"),
          echoed(
              "numbers",
              "432[100,1,0,9007199254740992,100]",
              "432[1e2,1.0,-0.0,9007199254740993,1E+2]"),
          echoed("blanks", "431[1,{\"a\":[]}]", "431[ 1 ,\t{ \"a\" : [ ] } ]"),
          echoed(
              "escapes",
              "431[\"ß/😀\\ud800\\b\"] | 432[]",
              "431[\"\\u00df\\/\\ud83d\\ude00\\ud800\\b\"] | 432[]"),
          echoed("duplicateKeys", "431[{\"a\":2}]", "431[{\"a\":1,\"a\":2}]"),
          echoed(
              "swappedAttachments",
              "462-1[" + placeholder(0) + ",{\"a\":" + placeholder(1) + "}] | <03> | <0102>",
              "462-1[" + placeholder(1) + ",{\"a\":" + placeholder(0) + "}] | <0102> | <03>"),
          echoed(
              "unusedAttachments",
              "461-1[" + placeholder(0) + "] | <03>",
              "462-1[" + placeholder(1) + "] | <0102> | <03>"),
          echoed(
              "oneAttachmentTwice",
              "462-1[" + placeholder(0) + "," + placeholder(1) + "] | <0102> | <0102>",
              "461-1[" + placeholder(0) + "," + placeholder(0) + "] | <0102>"),
          one(
              "bytes lenient",
              "blankAsAckId -> 430[1] | 43999[\"settled\"]",
              "blankAsAckId -> 43999[\"settled\"]",
              "a blank is no id: the event asks for no ack"),
          closed("endlessAckId", "431e+30[1]", "an id that JavaScript cannot count up to"),
          closed(
              "exponentAsCount",
              "461-1[" + placeholder(0) + "] | <0102>",
              "a count is made of digits"),
          one(
              "bytes lenient",
              "close -> 43999[\"settled\"]",
              "close -> closed 1005",
              "who says that the session is closed is believed, on any transport"),
          one(
              "bytes invalid",
              "connectTwice -> closed 1005",
              "connectTwice -> 43999[\"settled\"]",
              "the client may have asked again before it got the answer"),
          one(
              "bytes legacy",
              "noType -> 43999[\"settled\"]",
              "noType -> closed 1005",
              "a packet of an unknown type is a parse error, binary or not"));

  private static ExpectedDifference one(String where, String theirs, String ours, String why) {
    return new ExpectedDifference(where, List.of(theirs), List.of(ours), why);
  }

  private static ExpectedDifference version(String query) {
    String request = "GET /socket.io/" + query + " -> ";
    return one(
        "bytes otherVersions",
        request + OPEN_3,
        request + ERROR_5,
        "only 3 and 4 are versions, where the real server takes anything but 4 for 3");
  }

  private static ExpectedDifference broken(String body) {
    String post = "POST \"" + body + "\" -> 200 [content-type: text/html] \"ok\"";
    return new ExpectedDifference(
        "bytes badBodies",
        List.of(post, "GET  -> 200 [content-type: text/plain; charset=utf-8] \"6\\u001e1\""),
        List.of(
            post,
            "GET  -> 400 [content-type: application/json] \"{\\\"code\\\":1,"
                + "\\\"message\\\":\\\"Session ID unknown\\\"}\""),
        "nothing is kept for who broke the protocol");
  }

  private static ExpectedDifference echoed(String name, String theirs, String ours) {
    String settled = " | 43999[\"settled\"]";
    return one(
        "bytes valid",
        name + " -> " + theirs + settled,
        name + " -> " + ours + settled,
        AS_IT_CAME);
  }

  private static ExpectedDifference closed(String name, String theirs, String why) {
    return one(
        "bytes lenient",
        name + " -> " + theirs + " | 43999[\"settled\"]",
        name + " -> closed 1005",
        why);
  }

  private static String placeholder(int num) {
    return "{\"_placeholder\":true,\"num\":" + num + "}";
  }

  enum Side {
    OURS,
    THEIRS
  }

  /** Whether the transcript of one side shows it. */
  boolean isIn(String name, List<String> transcript, Side side) {
    return Pattern.matches(where, name)
        && Collections.indexOfSubList(transcript, side == Side.OURS ? ours : theirs) >= 0;
  }

  /** The Node server's transcript with this difference applied. */
  List<String> applyTo(String name, List<String> transcript) {
    if (!isIn(name, transcript, Side.THEIRS)) return transcript;
    int at = Collections.indexOfSubList(transcript, theirs);
    List<String> rest = transcript.subList(at + theirs.size(), transcript.size());
    var changed = new ArrayList<>(transcript.subList(0, at));
    changed.addAll(ours);
    changed.addAll(applyTo(name, rest));
    return changed;
  }

  @Override
  public String toString() {
    return where + ": " + why;
  }
}
