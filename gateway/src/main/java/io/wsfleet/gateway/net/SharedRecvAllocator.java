package io.wsfleet.gateway.net;

import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocal;

/**
 * Says how large the reads of all connections are. By default Netty keeps for each connection how
 * large its next read should be, and how the present one goes on. Here the size is fixed, and one
 * such note serves all connections of an event loop: Netty resets it when a read begins and looks
 * at it until that read ends, and reads of one loop come one after another.
 */
final class SharedRecvAllocator implements RecvByteBufAllocator {
  private final FastThreadLocal<ExtendedHandle> handle;

  SharedRecvAllocator(int bytes) {
    RecvByteBufAllocator fixed = new FixedRecvByteBufAllocator(bytes);
    this.handle =
        new FastThreadLocal<>() {
          @Override
          protected ExtendedHandle initialValue() {
            return (ExtendedHandle) fixed.newHandle();
          }
        };
  }

  /** Called on the event loop of a connection, when it reads for the first time. */
  @Override
  public ExtendedHandle newHandle() {
    return handle.get();
  }
}
