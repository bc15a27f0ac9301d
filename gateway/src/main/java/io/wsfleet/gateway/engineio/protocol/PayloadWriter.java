package io.wsfleet.gateway.engineio.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes packets into the response of one polling request, see {@link PayloadReader}. */
public final class PayloadWriter {
  private static final byte MESSAGE = 4;

  private final EngineVersion version;
  private final boolean textOnly;
  private final List<Entry> entries = new ArrayList<>();
  private boolean hasBinary;

  /** A text packet, or the bytes of a binary message. */
  private record Entry(@Nullable String text, byte[] bytes) {}

  /** For a client of Engine.IO 4 the payload is always text. */
  public PayloadWriter(EngineVersion version, boolean textOnly) {
    this.version = version;
    this.textOnly = textOnly || version == EngineVersion.V4;
  }

  /** An encoded response. */
  public record Payload(String contentType, byte[] body) {}

  /** A binary message for a client that takes text only. */
  public static String base64(EngineVersion version, byte[] message) {
    String prefix = version == EngineVersion.V4 ? "b" : "b4";
    return prefix + Base64.getEncoder().encodeToString(message);
  }

  /** Adds a text packet and the binary messages that must follow at once. */
  public void add(String packet, List<byte[]> messages) {
    entries.add(new Entry(packet, new byte[0]));
    for (byte[] message : messages) {
      hasBinary = true;
      entries.add(new Entry(null, message));
    }
  }

  public boolean isEmpty() {
    return entries.isEmpty();
  }

  public Payload encode() {
    return hasBinary && !textOnly
        ? new Payload("application/octet-stream", encodeBinary())
        : new Payload("text/plain; charset=UTF-8", encodeText().getBytes(UTF_8));
  }

  private String encodeText() {
    StringBuilder out = new StringBuilder();
    for (Entry entry : entries) {
      String packet = entry.text() == null ? base64(version, entry.bytes()) : entry.text();
      if (version == EngineVersion.V3) {
        out.append(packet.length()).append(':');
      } else if (out.length() > 0) {
        out.append(PayloadReader.SEPARATOR);
      }
      out.append(packet);
    }
    return out.toString();
  }

  private byte[] encodeBinary() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Entry entry : entries) {
      if (entry.text() == null) {
        writeLength(out, 1, entry.bytes().length + 1);
        out.write(MESSAGE);
        out.writeBytes(entry.bytes());
      } else {
        byte[] packet = entry.text().getBytes(UTF_8);
        writeLength(out, 0, packet.length);
        out.writeBytes(packet);
      }
    }
    return out.toByteArray();
  }

  private static void writeLength(ByteArrayOutputStream out, int kind, int length) {
    out.write(kind);
    for (char digit : Integer.toString(length).toCharArray()) {
      out.write(digit - '0');
    }
    out.write(0xff);
  }
}
