// @socket.io/redis-emitter: a program with no sockets of its own that speaks to a fleet through its Redis.
import { Emitter } from '@socket.io/redis-emitter';
import { createClient } from 'redis';
import { obey, say } from './lines.js';

let emitter;

// All is for a namespace, the main one unless another is named, and for the rooms, but for the excepted.
const among = ({ namespace = '/', room, rooms = [], except = [], droppable }) => {
  const audience = emitter.of(namespace).to(room ? [room] : rooms).except(except);
  return droppable ? audience.volatile : audience;
};

obey({
  connect: async ({ redis: { host, port, password } }) => {
    const client = createClient({ socket: { host, port }, password });
    client.on('error', (error) => say({ event: 'redis_error', args: [String(error)] }));
    emitter = new Emitter(await client.connect());
    say({ event: 'connected', args: [] });
  },
  broadcast: (it) => void among(it).emit(it.event, ...(it.args ?? [])),
  join: (it) => void among({ ...it, room: it.id }).socketsJoin(it.room),
  leave: (it) => void among({ ...it, room: it.id }).socketsLeave(it.room),
  disconnectSockets: (it) => void among({ ...it, room: it.id }).disconnectSockets(it.close ?? true),
  tellServers: ({ namespace = '/', event, args = [] }) => void emitter.of(namespace).serverSideEmit(event, ...args),
});
