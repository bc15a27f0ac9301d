package io.wsfleet.operator.redis.client;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Closes a connection on which Redis sends a reply of more than {@value #MAX_REPLY_BYTES} bytes,
 * before the client library collects it: an image of a user must not exhaust the memory of the
 * operator of all users. The replies that the operator requests have a few kilobytes. It follows
 * the frames of RESP2.
 */
final class ReplyLimiter extends ChannelInboundHandlerAdapter {

  static final int MAX_REPLY_BYTES = 64 * 1024;

  private static final int MAX_DEPTH = 16;

  /** For each array that is not complete, how many elements are still to come. */
  private final Deque<Long> openArrays = new ArrayDeque<>();

  private long replyBytes;
  private long payloadLeft;
  private byte type;
  private long number;
  private boolean isNegative;
  private boolean isExceeded;

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof ByteBuf bytes && !isExceeded) {
      isExceeded = !accepts(bytes);
      if (isExceeded) {
        context.fireExceptionCaught(
            new TooLongFrameException(
                "its reply has more than %d bytes".formatted(MAX_REPLY_BYTES)));
        context.close();
      }
    }
    if (isExceeded) {
      ReferenceCountUtil.release(message);
    } else {
      context.fireChannelRead(message);
    }
  }

  /** Follows the frames of these bytes; false if a reply is too long. */
  boolean accepts(ByteBuf bytes) {
    int end = bytes.writerIndex();
    for (int at = bytes.readerIndex(); at < end; ) {
      int length = payloadLeft > 0 ? (int) Math.min(payloadLeft, end - at) : 1;
      replyBytes += length;
      if (payloadLeft > 0) {
        payloadLeft -= length;
        if (payloadLeft == 0) {
          completeElement();
        }
      } else if (!readHeader(bytes.getByte(at))) {
        return false;
      }
      at += length;
      if (replyBytes > MAX_REPLY_BYTES) {
        return false;
      }
    }
    return true;
  }

  /** False if the header announces too much. */
  private boolean readHeader(byte next) {
    if (type == 0) {
      type = next;
      number = 0;
      isNegative = false;
    } else if (next == '\n') {
      return completeHeader();
    } else if (next == '-') {
      isNegative = true;
    } else if (next >= '0' && next <= '9') {
      number = Math.min(Integer.MAX_VALUE, number * 10 + (next - '0'));
    }
    return true;
  }

  private boolean completeHeader() {
    byte completed = type;
    type = 0;
    boolean hasContent = !isNegative && (completed == '$' || completed == '*' && number > 0);
    if (!hasContent) {
      completeElement();
      return true;
    }
    if (number > MAX_REPLY_BYTES) {
      return false;
    }
    if (completed == '*') {
      openArrays.push(number);
      return openArrays.size() <= MAX_DEPTH;
    }
    payloadLeft = number + "\r\n".length();
    return true;
  }

  private void completeElement() {
    while (!openArrays.isEmpty()) {
      long left = openArrays.pop() - 1;
      if (left > 0) {
        openArrays.push(left);
        return;
      }
    }
    replyBytes = 0;
  }
}
