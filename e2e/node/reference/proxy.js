// Stands between clients and a server, and can cut what goes through it.
import { connect, createServer } from 'node:net';
import { once } from 'node:events';

export class Proxy {
  constructor(target, server) {
    this.server = server;
    this.open = new Set();
    this.isCut = false;
    server.on('connection', (near) => {
      if (this.isCut) return near.destroy();
      const far = connect(target.port, target.hostname);
      for (const [end, other] of [[near, far], [far, near]]) {
        this.open.add(end);
        end.on('error', () => other.destroy()).on('close', () => (this.open.delete(end), other.destroy()));
        end.pipe(other);
      }
    });
  }

  static async to(url) {
    const server = createServer();
    const proxy = new Proxy(new URL(url), server);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    proxy.url = `http://127.0.0.1:${server.address().port}`;
    return proxy;
  }

  cut() {
    this.isCut = true;
    for (const end of this.open) end.destroy();
  }

  mend() {
    this.isCut = false;
  }

  close() {
    this.cut();
    this.server.close();
  }
}
