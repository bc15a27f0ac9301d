// Socket.IO clients of both generations, any number in one process, each with a name of its own.
import { createRequire } from 'node:module';
import { obey, say } from './lines.js';

const require = createRequire(import.meta.url);
const libraries = { 4: require('socket.io-client'), 2: require('socket.io-client-2') };
const clients = new Map();

function hearEverything(socket, heard) {
  if (socket.onAny) {
    socket.onAny((event, ...args) => heard(event, args));
    return;
  }
  const onevent = socket.onevent;
  socket.onevent = function (packet) {
    heard(packet.data[0], packet.data.slice(1));
    onevent.call(this, packet);
  };
}

function isOffset(argument) {
  return typeof argument === 'string' && /^\d+-\d+\.[\w-]+$/.test(argument);
}

function connect({ client, version, url, options: { silent, ...options } }) {
  const heard = (event, args) => {
    // Who is asked answers by its name, but for one who is told to say nothing.
    const answer = typeof args.at(-1) === 'function' ? args.at(-1) : undefined;
    if (answer && !silent) answer(options.auth?.name ?? client);
    // With recovery an event ends in its offset, which is for the library and is no argument of the event.
    const isLast = answer || (socket._pid && isOffset(args.at(-1)));
    say({ client, event, args: isLast ? args.slice(0, -1) : args });
  };
  // Two clients of one address would share one connection, were it not for forceNew.
  const socket = libraries[version].io
    ? libraries[version].io(url, { forceNew: true, ...options })
    : libraries[version](url, { forceNew: true, ...options });
  clients.set(client, socket);
  socket.on('connect', () => {
    heard('connect', [socket.id]);
    if (socket.recovered) heard('recovered', [socket.id]);
  });
  socket.on('disconnect', (reason) => heard('disconnect', [reason]));
  socket.on('connect_error', (error) => heard('connect_error', [String(error?.message ?? error)]));
  hearEverything(socket, heard);
}

obey({
  connect,
  emit: ({ client, event, args = [] }) => {
    clients.get(client).emit(event, ...args);
  },
  ask: ({ client, event, args = [] }) => {
    clients.get(client).emit(event, ...args, (...answer) => say({ client, event: 'ack', args: answer }));
  },
  disconnect: ({ client }) => {
    clients.get(client).disconnect();
    clients.delete(client);
  },
});
