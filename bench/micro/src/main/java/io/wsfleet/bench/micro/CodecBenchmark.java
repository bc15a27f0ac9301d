package io.wsfleet.bench.micro;

import io.wsfleet.gateway.engineio.protocol.EncodedPacket;
import io.wsfleet.gateway.socketio.protocol.DecodeResult;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.JsonText;
import io.wsfleet.gateway.socketio.protocol.Packet;
import io.wsfleet.gateway.socketio.protocol.SocketDecoder;
import io.wsfleet.gateway.socketio.protocol.SocketEncoder;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Decodes a client's text message to an event, and encodes an event once for many clients. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
public class CodecBenchmark {
  private final SocketDecoder decoder = new SocketDecoder(new JsonText(100), 1_000_000, 10);
  private String message = "";
  private Event event = Event.of("say");

  /** A text or an object of about {@code size} characters. */
  @Param({"128", "4096"})
  int size;

  @Param({"text", "object"})
  String argument = "text";

  @Setup
  public void write() {
    String field = "\"field\":[true,1.5,\"some text\",null],";
    String json =
        argument.equals("text")
            ? "\"" + "x".repeat(size) + "\""
            : "{" + field.repeat(size / field.length()) + "\"end\":0}";
    message = "2[\"say\"," + json + "]";
    event = Event.of("said", json);
  }

  @Benchmark
  public DecodeResult decode() {
    return decoder.onText(null, message);
  }

  @Benchmark
  public EncodedPacket encode() {
    return SocketEncoder.event("/", event, Packet.NO_ACK, false);
  }
}
