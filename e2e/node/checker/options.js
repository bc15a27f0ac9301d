// What the checker is told on its command line.
import { parseArgs } from 'node:util';
import { readFileSync } from 'node:fs';

export const HELP = `Counts every message of a fleet, by sender, number and receiver.

  node checker.js --url URL [options]

Receivers listen at the fleet while senders say numbered messages: clients, each of whose events must be
acknowledged, and back ends at the HTTP API, which send a message again under its number until it is taken.
What was acknowledged must reach every receiver once, and that of each sender in its order. What a client was not
acknowledged may arrive once or not at all. The fleet needs this rule, and no other traffic of that name:

  events: [{on: say, broadcast: {event: said}}]

  --url URL          where clients connect; again for each, and they are spread over all
  --api URL          where the HTTP API is; again for each; half of the messages are said by it. Without: none
  --token-file FILE  a file whose first line is the API's token
  --clients N        receivers (300)
  --rate N           messages a second, of all senders together (200)
  --seconds N        for how long they are said (60)
  --senders N        clients that say them, and as many back ends where there is an API (10)
  --from ADDRESS     an address of this machine to connect from; again for each, and they take turns
  --path PATH        the fleet's spec.protocol.path (/socket.io/)
  --say EVENT        the event of the rule (say)
  --said EVENT       what the rule broadcasts (said)
  --payload N        characters of padding in each message (0)
  --threads N        threads that hold the receivers (one for each 150, at most one for each processor)
  --ack-millis N     how long a client waits to be acknowledged (10000)
  --try-millis N     how long a back end waits for an answer before it tries again (5000)
  --settle N         seconds to wait at the end for what is still to arrive (30)
  --json             the report as one line of JSON, and no table
  --driven           like --json, goes on until standard input says {"do": "stop"}, and reports whenever it says
                     {"do": "report"}: for tests
  --help             this

It ends with 0 if nothing acknowledged is missing, arrived twice or out of order, and no socket was closed for good;
with 1 if something is; with 2 for a wrong option, or where it could not measure: not all clients could connect, the
API refused what it was asked, or nothing was acknowledged.

What it takes: some 11 microseconds of a processor for each delivery, so 300 clients at 200 messages a second, 60000
deliveries a second, take two thirds of one processor and 200 MB. It says so in its report ('behind') when it
could not keep up with the clock itself.`;

export class Usage extends Error {}

export function read(argv) {
  const told = parsed(argv);
  if (told.help) return { help: true };
  const options = {
    urls: told.url ?? [],
    apis: told.api ?? [],
    token: '',
    clients: whole(told, 'clients', 300, 1),
    rate: whole(told, 'rate', 200, 1),
    seconds: whole(told, 'seconds', 60, 1),
    senders: whole(told, 'senders', 10, 1),
    from: told.from ?? [],
    path: told.path ?? '/socket.io/',
    say: told.say ?? 'say',
    said: told.said ?? 'said',
    padding: 'x'.repeat(whole(told, 'payload', 0, 0)),
    threads: whole(told, 'threads', undefined, 1),
    ackMillis: whole(told, 'ack-millis', 10000, 1),
    tryMillis: whole(told, 'try-millis', 5000, 1),
    settleSeconds: whole(told, 'settle', 30, 0),
    json: Boolean(told.json || told.driven),
    driven: Boolean(told.driven),
  };
  if (options.urls.length === 0) throw new Usage('--url is missing: where do clients connect?');
  for (const url of [...options.urls, ...options.apis]) {
    if (!/^https?:$/.test(protocol(url))) throw new Usage(`'${url}' is no address: http://host:port or https://…`);
  }
  if (options.apis.length > 0) options.token = token(told['token-file']);
  return options;
}

function parsed(argv) {
  const text = { type: 'string' };
  const several = { type: 'string', multiple: true };
  const flag = { type: 'boolean' };
  try {
    return parseArgs({
      args: argv,
      options: {
        url: several, api: several, from: several, 'token-file': text, clients: text, rate: text, seconds: text,
        senders: text, path: text, say: text, said: text, payload: text, threads: text, 'ack-millis': text,
        'try-millis': text, settle: text, json: flag, driven: flag, help: flag,
      },
    }).values;
  } catch (error) {
    throw new Usage(error.message);
  }
}

function whole(told, name, byDefault, least) {
  if (told[name] === undefined) return byDefault;
  const number = Number(told[name]);
  if (/^\d+$/.test(told[name]) && number >= least) return number;
  throw new Usage(`--${name} is '${told[name]}', which is no whole number of ${least} or more`);
}

function protocol(url) {
  try {
    return new URL(url).protocol;
  } catch {
    return '';
  }
}

function token(file) {
  if (!file) throw new Usage('--token-file is missing: the API wants a token');
  try {
    return readFileSync(file, 'utf8').split('\n')[0].trim();
  } catch (error) {
    throw new Usage(`the token cannot be read: ${error.message}`);
  }
}
