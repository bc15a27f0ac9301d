// A client of socket.io-client that says on its output what happens to it, a line of JSON for each event.
// Usage: node client.js URL TRANSPORT 4|2
import { io } from 'socket.io-client';
import legacy from 'socket.io-client-2';

const [url, transport, generation] = process.argv.slice(2);
const connect = generation === '4' ? io : legacy;
const socket = connect(url, { transports: [transport] });
const say = (...event) => console.log(JSON.stringify(event));
socket.on('connect', () => say('connect'));
socket.on('disconnect', (reason) => say('disconnect', reason));
socket.on('hello', (...args) => say('hello', ...args));
