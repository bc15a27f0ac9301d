// A Node server as the documentation of Socket.IO and its Redis adapter has it, and no more than what the bench asks.
import { createServer } from 'node:http';
import { createAdapter } from '@socket.io/redis-adapter';
import { createClient } from 'redis';
import { Server } from 'socket.io';

const { HOST, PORT, REDIS_HOST, REDIS_PORT } = process.env;
const publisher = createClient({ socket: { host: REDIS_HOST, port: Number(REDIS_PORT) } });
const subscriber = publisher.duplicate();
await Promise.all([publisher.connect(), subscriber.connect()]);

const http = createServer();
const io = new Server(http, { adapter: createAdapter(publisher, subscriber) });
io.on('connection', (socket) => {
  socket.on('say', (payload) => io.emit('said', payload));
  socket.on('tell', (room, payload) => io.to(room).emit('told', room, payload));
  socket.on('enter', async (room, ack) => {
    await socket.join(room);
    ack();
  });
  socket.on('echo', (payload, ack) => ack(payload));
});

// Garbage is collected when the bench asks for it, before it looks at the memory.
process.on('SIGUSR2', () => globalThis.gc?.());
http.listen(Number(PORT), HOST, () => console.log('ready'));
