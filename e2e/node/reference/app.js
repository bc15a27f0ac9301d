// The real server, with an application that does what ReferenceServerIT tells a gateway to do by rules and handlers.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { obey, say } from '../lines.js';

const { Server } = createRequire(import.meta.url)('socket.io');
let io;

const acknowledge = (args, ...answer) => {
  if (typeof args.at(-1) === 'function') args.at(-1)(...answer);
};
const withoutAck = (args) => (typeof args.at(-1) === 'function' ? args.slice(0, -1) : args);

function rules(namespace) {
  namespace.on('connection', (socket) => {
    // The name of a namespace that a pattern made is the socket's, not its own.
    const { nsp } = socket;
    socket.on('echo', (...args) => acknowledge(args, ...withoutAck(args)));
    socket.on('noted', (...args) => acknowledge(args));
    socket.on('hello', (...args) => acknowledge(args, { welcome: [1, 'two'] }));
    socket.on('say', (...args) => {
      socket.broadcast.emit('said', ...withoutAck(args));
      acknowledge(args);
    });
    socket.on('shout', (...args) => {
      nsp.emit('shouted', ...withoutAck(args));
      acknowledge(args);
    });
    socket.on('enter', (room, ...args) => {
      socket.join(room);
      acknowledge(args, 'welcome');
    });
    socket.on('exit', (room, ...args) => {
      socket.leave(room);
      acknowledge(args);
    });
    socket.on('tell', (...args) => {
      nsp.to(args[0]).emit('told', ...withoutAck(args));
      acknowledge(args);
    });
  });
}

function handlers(namespace) {
  namespace.on('connection', (socket) => {
    socket.emit('welcome', socket.handshake.auth);
    socket.on('who', (answer) => answer({ auth: socket.handshake.auth, namespace: socket.nsp.name }));
    socket.on('question', async (...args) => {
      try {
        socket.emit('answered', await socket.timeout(1000).emitWithAck('asked', ...args));
      } catch {
        socket.emit('unanswered');
      }
    });
    socket.on('askAll', async (...args) => {
      socket.emit('allAnswered', await namespace.timeout(5000).emitWithAck('asked', ...args));
    });
    socket.on('out', () => socket.disconnect());
    socket.on('off', () => socket.disconnect(true));
    socket.on('watchMe', (done) => {
      socket.on('disconnect', (reason) => socket.broadcast.emit('left', reason));
      done();
    });
  });
}

function doorkeeper(socket, next) {
  const { token } = socket.handshake.auth;
  if (token === 'open') return next();
  const error = new Error('not you');
  if (token !== 'silent') error.data = { code: 7, hint: ['ask', 'nicely'] };
  next(error);
}

function listen({ options }) {
  const http = createServer((request, response) => response.writeHead(404).end());
  io = new Server(http, options);
  for (const name of ['/', '/chat', /^\/tenant-[^/]+$/]) rules(io.of(name));
  handlers(io.of('/handled'));
  io.of('/closed').use(doorkeeper);
  rules(io.of('/closed'));
  http.listen(0, '127.0.0.1', () => say({ event: 'listening', args: [http.address().port] }));
}

obey({ listen, end: () => io.close() });
