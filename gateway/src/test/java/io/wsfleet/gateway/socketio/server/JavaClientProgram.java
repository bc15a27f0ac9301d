package io.wsfleet.gateway.socketio.server;

import io.socket.client.IO;
import io.socket.client.Socket;
import java.util.List;
import org.json.JSONArray;

/**
 * A Java client that says on its output what happens to it. It runs in a process of its own, with
 * the library of Socket.IO 2 (1.0.2) or 3 and 4 (2.1.2).
 */
final class JavaClientProgram {
  private JavaClientProgram() {}

  public static void main(String[] args) throws Exception {
    IO.Options options = new IO.Options();
    options.transports = new String[] {args[1]};
    options.reconnectionDelay = 200;
    options.reconnectionDelayMax = 500;
    Socket socket = IO.socket(args[0], options);
    socket.on(Socket.EVENT_CONNECT, none -> say("connect"));
    socket.on(Socket.EVENT_DISCONNECT, none -> say("disconnect"));
    socket.on("hello", data -> say("hello", data));
    socket.connect();
  }

  private static void say(String event, Object... data) {
    JSONArray line = new JSONArray();
    line.put(event);
    List.of(data).forEach(line::put);
    System.out.println(line);
  }
}
