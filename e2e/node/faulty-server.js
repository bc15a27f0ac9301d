// A Socket.IO server with the rule `say` and the emits of the HTTP API, that does to single deliveries what it is
// told: what a fleet must not do, so that a checker has something to find.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { obey, say } from './lines.js';

const { Server } = createRequire(import.meta.url)('socket.io');
const RECOVERY = { maxDisconnectionDuration: 60_000 };

let faults = [];
let io;
const receivers = new Map();
const producers = new Map();
const heldBack = new Map();

/** The faults of one message, or of one delivery of it, which are meant by number, sender and receiver. */
function faultsOf(sender, number, receiver) {
  return faults.filter(
    (fault) => fault.sender === sender && fault.number === number && (fault.receiver ?? receiver) === receiver,
  );
}

// By the id and not by the socket, so that one that is away for a moment gets it when it is back.
function tell(args) {
  const [, sender, number] = args;
  for (const [id, receiver] of receivers) {
    const here = faultsOf(sender, number, receiver);
    const has = (what) => here.some((fault) => fault.what === what);
    const emit = (words) => io.to(id).emit('said', ...words);
    if (has('close')) io.of('/').sockets.get(id)?.conn.close();
    if (has('hold back')) {
      heldBack.set(id, args);
      continue;
    }
    if (!has('drop')) emit(args);
    if (has('double')) emit(args);
    if (heldBack.get(id)?.[1] === sender) {
      emit(heldBack.get(id));
      heldBack.delete(id);
    }
  }
}

const TAKEN = { status: 200, known: false };
const KNOWN = { status: 200, known: true };

/** Each number of a producer once, as the API has it. */
function take({ producer, number, args }) {
  const [, sender, ofSender] = args;
  const has = (what) => faultsOf(sender, ofSender).some((fault) => fault.what === what && !fault.done && (fault.done = true));
  const last = producers.get(producer) ?? number - 1;
  if (has('refuse')) return { status: 503 };
  if (number > last + 1) return { status: 409 };
  if (number <= last && !has('forget')) return KNOWN;
  producers.set(producer, number);
  tell(args);
  return has('take and fail') ? { status: 503 } : TAKEN;
}

function serveApi(request, response) {
  let body = '';
  request.on('data', (part) => (body += part));
  request.on('end', () => {
    const isAllowed = request.headers.authorization === 'Bearer t0ken';
    const { status, known } = isAllowed ? take(JSON.parse(body)) : { status: 401 };
    response.writeHead(status).end(status === 200 ? JSON.stringify({ known }) : '');
  });
}

obey({
  listen: (it) => {
    faults = it.faults;
    const http = createServer((request, response) => {
      if (request.url === '/v1/events') serveApi(request, response);
    });
    io = new Server(http, it.recovers ? { connectionStateRecovery: RECOVERY } : {});
    io.on('connection', (socket) => {
      const [role, name] = (socket.handshake.auth.checker ?? '').split(' ');
      if (role === 'receiver') receivers.set(socket.id, Number(name));
      socket.on('say', (...words) => {
        const acknowledge = words.pop();
        const mine = faultsOf(words[1], words[2]).map((fault) => fault.what);
        if (!mine.includes('lose')) tell(words);
        if (!mine.includes('be silent')) acknowledge();
      });
    });
    http.listen(0, '127.0.0.1', () => say({ event: 'listening', args: [http.address().port] }));
  },
});
