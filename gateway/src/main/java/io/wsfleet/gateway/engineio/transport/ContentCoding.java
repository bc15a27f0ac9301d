package io.wsfleet.gateway.engineio.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** The compression of a polling response. */
enum ContentCoding {
  GZIP("gzip"),
  DEFLATE("deflate");

  /** Smaller responses are not compressed. */
  static final int THRESHOLD = 1024;

  private final String token;

  ContentCoding(String token) {
    this.token = token;
  }

  String token() {
    return token;
  }

  /** The preferred coding of the client, by its {@code Accept-Encoding}; gzip before deflate. */
  static @Nullable ContentCoding negotiate(@Nullable String acceptEncoding) {
    if (acceptEncoding == null) {
      return null;
    }
    double gzip = weight(GZIP, acceptEncoding);
    double deflate = weight(DEFLATE, acceptEncoding);
    if (gzip <= 0 && deflate <= 0) {
      return null;
    }
    return gzip >= deflate ? GZIP : DEFLATE;
  }

  byte[] compress(byte[] plain) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream(plain.length / 2 + 64);
    try (OutputStream out = compressor(compressed)) {
      out.write(plain);
    } catch (IOException notInMemory) {
      throw new UncheckedIOException(notInMemory);
    }
    return compressed.toByteArray();
  }

  private OutputStream compressor(OutputStream out) throws IOException {
    return this == GZIP ? new GZIPOutputStream(out) : new DeflaterOutputStream(out);
  }

  private static double weight(ContentCoding coding, String acceptEncoding) {
    double any = 0;
    for (String entry : acceptEncoding.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] parts = entry.split(";", -1);
      String name = parts[0].strip();
      if (name.equals(coding.token)) {
        return quality(parts);
      }
      if (name.equals("*")) {
        any = quality(parts);
      }
    }
    return any;
  }

  private static double quality(String[] parts) {
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip();
      if (parameter.startsWith("q=")) {
        try {
          return Double.parseDouble(parameter.substring(2));
        } catch (NumberFormatException unreadable) {
          return 0;
        }
      }
    }
    return 1;
  }
}
