package io.wsfleet.gateway.net;

import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocal;

/**
 * Sets the size of reads, with one receive handle for each event loop. By default Netty has for
 * each connection a handle that adapts the size. Here the size is fixed, and the connections of an
 * event loop share a handle: Netty resets it when a read begins and uses it until the read ends,
 * and an event loop reads one connection at a time.
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

  /** Called on the event loop of a connection, for its first read. */
  @Override
  public ExtendedHandle newHandle() {
    return handle.get();
  }
}
