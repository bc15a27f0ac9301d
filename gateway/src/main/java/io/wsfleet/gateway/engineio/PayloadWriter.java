package io.wsfleet.gateway.engineio;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts packets together to the answer of one polling request, see {@link PayloadReader}. */
public final class PayloadWriter {
  private static final byte MESSAGE = 4;

  private final EngineVersion version;
  private final boolean textOnly;
  private final List<Piece> pieces = new ArrayList<>();
  private boolean hasBinary;

  /** A piece is a text packet, or the bytes of a binary message. */
  private record Piece(@Nullable String text, byte[] bytes) {}

  /** A client of Engine.IO 3 says whether it takes text only; those of 4 get nothing else. */
  public PayloadWriter(EngineVersion version, boolean textOnly) {
    this.version = version;
    this.textOnly = textOnly || version == EngineVersion.V4;
  }

  /** A finished answer. */
  public record Payload(String contentType, byte[] body) {}

  /** A binary message for a client that takes text only. */
  public static String base64(EngineVersion version, byte[] message) {
    String prefix = version == EngineVersion.V4 ? "b" : "b4";
    return prefix + Base64.getEncoder().encodeToString(message);
  }

  /** A text packet, and the binary messages that must follow at once. */
  public void add(String packet, List<byte[]> messages) {
    pieces.add(new Piece(packet, new byte[0]));
    for (byte[] message : messages) {
      hasBinary = true;
      pieces.add(new Piece(null, message));
    }
  }

  public boolean isEmpty() {
    return pieces.isEmpty();
  }

  public Payload finish() {
    return hasBinary && !textOnly
        ? new Payload("application/octet-stream", framed())
        : new Payload("text/plain; charset=UTF-8", written().getBytes(UTF_8));
  }

  private String written() {
    StringBuilder out = new StringBuilder();
    for (Piece piece : pieces) {
      String packet = piece.text() == null ? base64(version, piece.bytes()) : piece.text();
      if (version == EngineVersion.V3) {
        out.append(packet.length()).append(':');
      } else if (out.length() > 0) {
        out.append(PayloadReader.SEPARATOR);
      }
      out.append(packet);
    }
    return out.toString();
  }

  private byte[] framed() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Piece piece : pieces) {
      if (piece.text() == null) {
        head(out, 1, piece.bytes().length + 1);
        out.write(MESSAGE);
        out.writeBytes(piece.bytes());
      } else {
        byte[] packet = piece.text().getBytes(UTF_8);
        head(out, 0, packet.length);
        out.writeBytes(packet);
      }
    }
    return out.toByteArray();
  }

  private static void head(ByteArrayOutputStream out, int kind, int length) {
    out.write(kind);
    for (char digit : Integer.toString(length).toCharArray()) {
      out.write(digit - '0');
    }
    out.write(0xff);
  }
}
