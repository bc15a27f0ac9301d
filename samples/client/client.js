// A client with socket.io-client; nothing in it is specific to wsfleet.
//   node client.js [http://localhost:30000]
import { createInterface } from 'node:readline';
import { inspect } from 'node:util';
import { io } from 'socket.io-client';

const url = process.argv[2] ?? 'http://localhost:30000';
const socket = io(url, { reconnectionDelay: 500 });

socket.on('connect', () => {
  console.log(`connected to ${url} as ${socket.id}; type a line to send it to the others`);
  socket.emit('testMsg', 'hello from client.js');
});
socket.on('disconnect', (reason) => console.log(`disconnected: ${reason}`));
socket.on('connect_error', (error) => console.log(`cannot connect to ${url}: ${error.message}; retrying`));
socket.on('brdcst', (...data) => console.log(`brdcst: ${readable(data)}`));
socket.on('said', (...data) => console.log(`said: ${readable(data)}`));

// A message may be text, JSON or binary, and an event may have several arguments.
function readable(data) {
  return data.map((each) => (typeof each === 'string' ? each : inspect(each, { breakLength: Infinity }))).join(', ');
}

// Without a terminal (a service, a container) it keeps running when the input ends; in a terminal Ctrl-D ends it.
const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  if (line.trim() !== '') socket.emit('say', line);
});
if (process.stdin.isTTY) lines.on('close', () => socket.close());
