// @socket.io/redis-emitter: a program with no sockets of its own that speaks to a fleet through its Redis.
import { Emitter } from '@socket.io/redis-emitter';
import { createClient } from 'redis';
import { obey, say } from './lines.js';

let emitter;

obey({
  connect: async ({ redis: { host, port, password } }) => {
    const client = createClient({ socket: { host, port }, password });
    client.on('error', (error) => say({ event: 'redis_error', args: [String(error)] }));
    emitter = new Emitter(await client.connect());
    say({ event: 'connected', args: [] });
  },
  broadcast: ({ event, args = [], room }) => {
    (room ? emitter.to(room) : emitter).emit(event, ...args);
  },
  join: ({ id, room }) => {
    emitter.in(id).socketsJoin(room);
  },
  leave: ({ id, room }) => {
    emitter.in(id).socketsLeave(room);
  },
  disconnectSockets: ({ id }) => {
    emitter.in(id).disconnectSockets(true);
  },
});
