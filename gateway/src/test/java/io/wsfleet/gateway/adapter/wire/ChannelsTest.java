package io.wsfleet.gateway.adapter.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.gateway.bus.redis.Topic;
import org.junit.jupiter.api.Test;

class ChannelsTest {
  private final Channels chat = new Channels("/chat");

  @Test
  void areThoseOfTheRedisAdapter() {
    assertEquals("socket.io#/chat#", chat.broadcast());
    assertEquals("socket.io#/chat#a b#c#", chat.room("a b#c"));
    assertEquals("socket.io-request#/chat#", chat.request());
    assertEquals("socket.io-response#/chat#", chat.response());
    assertEquals("socket.io-response#/chat#uid123#", chat.responseTo("uid123"));
    assertEquals(new Topic("socket.io#/chat#*", true), chat.broadcastPattern());
  }

  @Test
  void containTheRoomWhateverItsName() {
    assertEquals("a b#c", chat.roomOf(chat.room("a b#c")));
    assertEquals("", chat.roomOf(chat.broadcast()));
  }

  @Test
  void escapeTheCharactersOfPatterns() {
    assertEquals(
        new Topic("socket.io#/\\*\\?\\[x]\\\\#*", true),
        new Channels("/*?[x]\\").broadcastPattern());
  }
}
