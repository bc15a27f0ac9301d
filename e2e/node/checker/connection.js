// One client of the fleet, of those that are spread over its addresses and ours.
export function connection(io, { urls, from, path }, number, role) {
  const socket = io(urls[number % urls.length], {
    forceNew: true,
    path,
    transports: ['websocket'],
    reconnectionDelay: 100,
    reconnectionDelayMax: 1000,
    timeout: 5000,
    auth: { checker: `${role} ${number}` },
    ...(from.length > 0 ? { localAddress: from[number % from.length] } : {}),
  });
  socket.io.on('reconnect_attempt', () => {
    socket.io.uri = urls[Math.floor(Math.random() * urls.length)];
  });
  return socket;
}
