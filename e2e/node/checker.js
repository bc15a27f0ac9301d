// Counts every message of a fleet by sender, number and receiver: `node checker.js --help`.
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { HELP, read, Usage } from './checker/options.js';
import { Load, Unmeasured } from './checker/load.js';
import { table } from './checker/table.js';
import { isClean } from './checker/verdict.js';
import { say } from './lines.js';

process.exitCode = await main();

async function main() {
  let options;
  try {
    options = read(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof Usage)) throw error;
    console.error(`${error.message}\nnode checker.js --help tells more`);
    return 2;
  }
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  const load = new Load(options);
  try {
    return await measure(load, options);
  } catch (error) {
    if (!(error instanceof Unmeasured)) throw error;
    console.error(error.message);
    return 2;
  } finally {
    await load.close();
  }
}

async function measure(load, options) {
  await load.connect();
  await load.speak();
  if (options.driven) say({ event: 'speaking' });
  await (options.driven ? told(load) : Promise.race([sleep(options.seconds * 1000), interrupted()]));
  await load.settle();
  const report = await load.report();
  const clean = isClean(report);
  if (options.json) say({ event: 'verdict', clean, ...report });
  else console.log(table(report, clean));
  if (report.refusal) throw new Unmeasured(`the API refuses: ${report.refusal}`);
  if (report.owed === 0) throw new Unmeasured('nothing was acknowledged: is the rule there?');
  return clean ? 0 : 1;
}

/** Until standard input says stop, or whoever started this is gone. */
function told(load) {
  return new Promise((resolve) => {
    const lines = createInterface({ input: process.stdin });
    lines.on('line', async (line) => {
      const command = JSON.parse(line).do;
      if (command === 'report') say({ event: 'report', ...(await load.report()) });
      else if (command === 'stop') lines.close();
      else say({ event: 'failed', args: [`there is no command '${command}'`] });
    });
    lines.on('close', () => {
      process.stdin.destroy();
      resolve();
    });
  });
}

function interrupted() {
  return new Promise((resolve) => process.once('SIGINT', resolve));
}
