package io.wsfleet.bench.peer.nettysocketio;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOServer;
import com.corundumstudio.socketio.store.RedissonStoreFactory;
import io.netty.channel.epoll.Epoll;
import org.redisson.Redisson;
import org.redisson.config.Config;

/** A netty-socketio server as its documentation shows it, with the events of the benchmark only. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    var redis = new Config();
    redis
        .useSingleServer()
        .setAddress("redis://" + System.getenv("REDIS_HOST") + ":" + System.getenv("REDIS_PORT"));

    var configuration = new Configuration();
    configuration.setHostname(System.getenv("HOST"));
    configuration.setPort(Integer.parseInt(System.getenv("PORT")));
    configuration.setUseLinuxNativeEpoll(Epoll.isAvailable());
    configuration.setWorkerThreads(Integer.parseInt(System.getenv("WORKERS")));
    configuration.getSocketConfig().setTcpNoDelay(true);
    configuration.setStoreFactory(new RedissonStoreFactory(Redisson.create(redis)));

    var server = new SocketIOServer(configuration);
    server.addEventListener(
        "say",
        String.class,
        (client, payload, ack) -> server.getBroadcastOperations().sendEvent("said", payload));
    server.addMultiTypeEventListener(
        "tell",
        (client, said, ack) -> {
          String room = said.get(0);
          server.getRoomOperations(room).sendEvent("told", room, said.<String>get(1));
        },
        String.class,
        String.class);
    server.addEventListener(
        "enter",
        String.class,
        (client, room, ack) -> {
          client.joinRoom(room);
          ack.sendAckData();
        });
    server.addEventListener(
        "echo", String.class, (client, payload, ack) -> ack.sendAckData(payload));
    server.start();
    System.out.println("ready");
  }
}
