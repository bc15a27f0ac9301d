// A Node Socket.IO server that shares a fleet's Redis: generation 4 with @socket.io/redis-adapter,
// generation 2 with socket.io-redis 5. It is what an application that is already there looks like.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { obey, say } from './lines.js';

const require = createRequire(import.meta.url);
let server;

async function four(http, { host, port, password }) {
  const { Server } = require('socket.io');
  const { createAdapter } = require('@socket.io/redis-adapter');
  const { createClient } = require('redis');
  const client = async () => createClient({ socket: { host, port }, password }).on('error', report).connect();
  const io = new Server(http, { adapter: createAdapter(await client(), await client()) });
  return {
    io,
    join: (id, room) => io.in(id).socketsJoin(room),
    leave: (id, room) => io.in(id).socketsLeave(room),
    ids: async () => (await io.fetchSockets()).map((socket) => socket.id),
    count: () => io.of('/').adapter.serverCount(),
  };
}

async function two(http, { host, port, password }) {
  const io = require('socket.io-2')(http);
  const redis = createRequire(require.resolve('socket.io-redis'))('redis');
  const client = () => redis.createClient({ host, port, auth_pass: password }).on('error', report);
  const subClient = client();
  // It asks on one connection and hears the answers on the other, and waits for neither to be there.
  const hearsAnswers = new Promise((hears) => {
    subClient.on('subscribe', (channel) => String(channel).startsWith('socket.io-response') && hears());
  });
  io.adapter(require('socket.io-redis')({ pubClient: client(), subClient }));
  const adapter = io.of('/').adapter;
  await hearsAnswers;
  return {
    io,
    join: (id, room) => promisify(adapter.remoteJoin).call(adapter, id, room),
    leave: (id, room) => promisify(adapter.remoteLeave).call(adapter, id, room),
    ids: () => promisify(adapter.clients).call(adapter, []),
    count: () => undefined,
  };
}

const report = (error) => say({ event: 'redis_error', args: [String(error)] });

async function listen({ generation, redis }) {
  const http = createServer();
  server = await (generation === 2 ? two : four)(http, redis);
  server.io.on('connection', (socket) => {
    // What the fleet's own rule for `say` does, and a room that a client asks for.
    socket.on('say', (...args) => socket.broadcast.emit('said', ...args));
    socket.on('join', (room) => {
      socket.join(room);
      socket.emit('joined', room);
    });
  });
  http.listen(0, '127.0.0.1', () => say({ event: 'listening', args: [http.address().port] }));
}

obey({
  listen,
  broadcast: ({ event, args = [], room }) => {
    (room ? server.io.to(room) : server.io).emit(event, ...args);
  },
  join: async ({ id, room }) => {
    await server.join(id, room);
    say({ event: 'joined', args: [id, room] });
  },
  leave: async ({ id, room }) => {
    await server.leave(id, room);
    say({ event: 'left', args: [id, room] });
  },
  ids: async () => say({ event: 'ids', args: await server.ids() }),
  count: async () => say({ event: 'count', args: [await server.count()] }),
});
