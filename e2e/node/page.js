// The sample's web page in a real headless Chromium: what a person would see there and type into it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { obey, say } from './lines.js';

let profile;
let browser;
let page;

obey({
  open: async ({ chromium: executablePath, url }) => {
    profile = await mkdtemp(join(tmpdir(), 'wsfleet-page-'));
    browser = await chromium.launchPersistentContext(profile, {
      executablePath,
      headless: true,
      viewport: { width: 900, height: 700 },
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
    page = await browser.newPage();
    page.on('pageerror', (error) => say({ event: 'pageerror', args: [String(error)] }));
    page.on('console', (message) => {
      if (message.type() === 'error') say({ event: 'console', args: [message.text()] });
    });
    await page.goto(url);
    say({ event: 'opened', args: [await page.title()] });
  },
  type: async ({ role, name, text }) => {
    await page.getByRole(role, { name }).fill(text);
    await page.keyboard.press('Enter');
    say({ event: 'typed', args: [text] });
  },
  see: async ({ text, seconds = 20 }) => {
    await page.getByText(text).first().waitFor({ state: 'visible', timeout: seconds * 1000 });
    say({ event: 'seen', args: [text] });
  },
  count: async ({ text }) => say({ event: 'counted', args: [await page.getByText(text, { exact: true }).count()] }),
  screenshot: async ({ path }) => {
    await page.screenshot({ path });
    say({ event: 'pictured', args: [path] });
  },
  close: async () => {
    await browser?.close();
    await rm(profile, { recursive: true, force: true });
    say({ event: 'closed', args: [] });
  },
});
