// A Node server with @socket.io/redis-adapter that does to its cluster what its clients tell it to: each operation
// of the adapter is one event `operate`, answered with what came of it. The gateways of the same test have the same
// operations, in Java.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { obey, say } from './lines.js';

const require = createRequire(import.meta.url);
const { Server } = require('socket.io');
const { createAdapter } = require('@socket.io/redis-adapter');
const { createClient } = require('redis');

const NAMESPACES = ['/', '/chat', /^\/tenant-\w+$/];
const report = (error) => say({ event: 'redis_error', args: [String(error)] });

const among = (namespace, { rooms = [], except = [], droppable, local }) => {
  let audience = namespace.to(rooms).except(except);
  if (droppable) audience = audience.volatile;
  return local ? audience.local : audience;
};

const described = ({ id, rooms, data, handshake }) => ({
  id,
  rooms: [...rooms].map(String).sort(),
  data,
  auth: handshake.auth,
  query: handshake.query.EIO,
});

const operations = (namespace, servers) => ({
  emit: (it) => void among(namespace, it).emit(it.event, ...it.args),
  // What JSON has no words for, or several.
  emitOddities: (it) =>
    void among(namespace, it).emit('odd', new Date(0), undefined, Buffer.from([1, 2]), NaN, {
      missing: undefined,
      since: new Date(1e12),
      deep: [new Uint8Array([3])],
      large: 2 ** 40,
      half: 0.5,
    }),
  join: (it) => void among(namespace, it).socketsJoin(it.into),
  leave: (it) => void among(namespace, it).socketsLeave(it.from),
  disconnect: (it) => void among(namespace, it).disconnectSockets(it.close),
  sockets: async (it) => (await among(namespace, it).fetchSockets()).map(described),
  rooms: async () => [...(await namespace.adapter.allRooms())].map(String),
  ask: async (it) => {
    try {
      return { complete: true, values: await among(namespace, it).timeout(it.timeout).emitWithAck(it.event, ...it.args) };
    } catch (late) {
      return { complete: false, values: late.responses };
    }
  },
  tellServers: (it) => void namespace.serverSideEmit(it.event, ...it.args),
  askServers: async (it) => ({ complete: true, values: await namespace.serverSideEmitWithAck(it.event, ...it.args) }),
  heard: () => servers.splice(0),
  count: () => namespace.adapter.serverCount(),
});

function serve(namespace, name) {
  const servers = [];
  const all = operations(namespace, servers);
  namespace.on('news', (...args) => servers.push(args));
  namespace.on('who', (...args) => args.pop()({ name, args }));
  namespace.on('connection', (socket) => {
    socket.data.name = socket.handshake.auth.name;
    socket.on('operate', async (it, answer) => {
      try {
        answer((await all[it.do](it)) ?? null);
      } catch (error) {
        answer({ failed: String(error) });
      }
    });
  });
}

obey({
  listen: async ({ name, redis: { host, port, password }, specific }) => {
    const client = async () => createClient({ socket: { host, port }, password }).on('error', report).connect();
    const http = createServer();
    const adapter = createAdapter(await client(), await client(), { publishOnSpecificResponseChannel: specific });
    const io = new Server(http, { adapter });
    NAMESPACES.filter((each) => typeof each === 'string').forEach((each) => serve(io.of(each), name));
    io.on('new_namespace', (namespace) => serve(namespace, name));
    NAMESPACES.filter((each) => typeof each !== 'string').forEach((each) => io.of(each));
    http.listen(0, '127.0.0.1', () => say({ event: 'listening', args: [http.address().port] }));
  },
});
