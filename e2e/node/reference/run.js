// Runs the scenarios against one server and says what each client saw, client by client.
import { obey, say } from '../lines.js';
import { open, TRANSPORTS } from './client.js';
import { cases } from './cases.js';
import { Raw } from './raw.js';
import { scenarios } from './scenarios.js';

async function run({ url, generation, transport, only }) {
  for (const [name, scenario] of Object.entries(scenarios)) {
    if (!only || only.includes(name)) await transcribe(name, scenario, { url, generation, transport });
  }
}

async function transcribe(name, scenario, { url, generation, transport }) {
  const clients = [];
  const client = async (who, { namespace = '/', url: other, until = 'connect', ...options } = {}) => {
    const one = open(who, generation, (other ?? url) + namespace, { transports: TRANSPORTS[transport], ...options });
    clients.push(one);
    await one.heard(until);
    if (transport === 'upgrade') await one.upgraded();
    return one;
  };
  const lines = [];
  try {
    for (const one of (await scenario({ client, url, generation, transport })) ?? []) {
      if (!clients.includes(one)) clients.push(one);
    }
  } catch (error) {
    lines.push(`FAILED ${error.message}`);
  }
  for (const one of clients) lines.push(...one.lines.map((line) => `${one.name}: ${line}`));
  say({ event: 'transcript', name, variant: `${generation}.x ${transport}`, lines });
  for (const one of clients) one.close();
}

async function bytes({ url, only }) {
  for (const [name, run] of Object.entries(cases)) {
    if (only && !only.includes(name)) continue;
    const raw = new Raw(url);
    try {
      await run(raw);
    } catch (error) {
      raw.note(`FAILED ${error.message}`);
    }
    say({ event: 'transcript', name, variant: 'bytes', lines: raw.lines });
  }
}

obey({
  bytes: async (command) => {
    await bytes(command);
    say({ event: 'done', variant: 'bytes' });
  },
  run: async (command) => {
    await run(command);
    say({ event: 'done', variant: `${command.generation}.x ${command.transport}` });
  },
});
