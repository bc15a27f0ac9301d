// What every script here speaks: one JSON object a line, commands in, events out. A command that fails is
// answered by an event `failed`, so that a test waits for nothing that cannot come.
import { createInterface } from 'node:readline';

export function say(line) {
  process.stdout.write(JSON.stringify(line) + '\n');
}

export function obey(commands) {
  const lines = createInterface({ input: process.stdin });
  lines.on('line', async (line) => {
    let command = {};
    try {
      command = JSON.parse(line);
      if (!commands[command.do]) throw new Error(`there is no command '${command.do}'`);
      await commands[command.do](command);
    } catch (error) {
      say({ event: 'failed', client: command.client, args: [String(error?.stack ?? error)] });
    }
  });
  // The test that started this is gone when its end of the pipe is.
  lines.on('close', () => process.exit(0));
}
