// The page in Chromium, on a wide screen and on a phone, in light and in dark: nothing
// overflows, nothing is loaded, every link leads somewhere, every text can be read.
//
// node page.mjs <folder schemas/> <program chromium> [<folder for screenshots>]

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [folder, program, pictures] = process.argv.slice(2);
const page = pathToFileURL(resolve(folder, 'index.html')).href;
let failures = 0;

function fail(what) {
  failures += 1;
  if (failures <= 20) console.log(`FAILED ${what}`);
}

/** Runs in the page: what is wrong with it as it stands. */
function faults() {
  const found = [];
  const root = document.documentElement;
  if (document.scrollingElement.scrollWidth > innerWidth) {
    found.push(`the page is ${document.scrollingElement.scrollWidth} wide`);
  }
  const scrolls = (element) => {
    for (let at = element; at !== null; at = at.parentElement) {
      if (['auto', 'scroll'].includes(getComputedStyle(at).overflowX)) return true;
    }
    return false;
  };
  const name = (element) =>
    `${element.tagName.toLowerCase()}${element.id && `#${element.id}`} ${element.textContent.slice(0, 40)}`;
  // What scrolls itself may be wider inside, but not itself.
  for (const element of document.body.querySelectorAll('*')) {
    const box = element.getBoundingClientRect();
    if (box.width === 0 || scrolls(element.parentElement)) continue;
    if (box.right > root.clientWidth + 0.5 || box.left < -0.5) found.push(`beyond the edge: ${name(element)}`);
    if (!scrolls(element) && !element.closest('svg') && element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1) {
      found.push(`wider than its box: ${name(element)}`);
    }
  }

  // Contrast by WCAG 2 1.4.3: 4.5 to 1, also for large texts.
  const numbers = (color) => color.match(/[\d.]+/g).map(Number);
  const luminance = (color) => {
    const [r, g, b] = numbers(color).map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let at = element; at !== null; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if ((numbers(color)[3] ?? 1) > 0) return color;
    }
    return 'rgb(255, 255, 255)';
  };
  let least = Infinity;
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
    const element = text.parentElement;
    if (text.data.trim() === '' || element.closest('title, desc')) continue;
    const style = getComputedStyle(element);
    const inside = element.closest('svg') && (element.classList.contains('name') || element.classList.contains('stays'));
    const behind = inside ? getComputedStyle(document.querySelector('svg .state')).fill : ground(element);
    const one = luminance(element.closest('svg') ? style.fill : style.color);
    const other = luminance(behind);
    const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    least = Math.min(least, contrast);
    if (contrast < 4.5) found.push(`contrast ${contrast.toFixed(2)}: ${name(element)}`);
    if (parseFloat(style.fontSize) < 11) found.push(`${style.fontSize}: ${name(element)}`);
  }

  const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
  const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
  if (twice.length > 0) found.push(`twice: ${twice}`);
  const links = [...document.querySelectorAll('a')];
  for (const link of links) {
    const target = link.getAttribute('href');
    if (!target?.startsWith('#') || !ids.includes(decodeURIComponent(target.slice(1)))) {
      found.push(`leads nowhere: ${target}`);
    }
  }
  const level = [...document.querySelectorAll('h1, h2, h3, h4')].map((heading) => Number(heading.tagName[1]));
  if (level[0] !== 1 || level.some((now, at) => at > 0 && now > level[at - 1] + 1)) found.push('a level of headings is left out');
  return { found, links: links.length, least, scheme: getComputedStyle(document.body).backgroundColor };
}

const data = mkdtempSync(join(tmpdir(), 'chromium-'));
const browser = await chromium.launchPersistentContext(data, {
  executablePath: program,
  headless: true,
  args: [
    '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync',
  ],
});
try {
  const grounds = new Set();
  for (const colorScheme of ['light', 'dark']) {
    for (const width of [1280, 390]) {
      const where = `${width} ${colorScheme}`;
      const tab = await browser.newPage();
      tab.on('request', (request) => {
        if (request.url() !== page) fail(`${where}: asks for ${request.url()}`);
      });
      tab.on('console', (message) => fail(`${where}: says ${message.text()}`));
      await tab.setViewportSize({ width, height: 844 });
      await tab.emulateMedia({ colorScheme });
      await tab.goto(page);
      const { found, links, least, scheme } = await tab.evaluate(faults);
      for (const fault of found) fail(`${where}: ${fault}`);
      grounds.add(scheme);
      // A link of a table leads to its member.
      await tab.goto(`${page}#data-transfer-tdtcdoer`);
      const top = await tab.locator('#data-transfer-tdtcdoer').evaluate((e) => e.getBoundingClientRect().top);
      if (top < 0 || top > 844) fail(`${where}: #data-transfer-tdtcdoer stands at ${top}`);
      console.log(`${where}: ${links} links, least contrast ${least.toFixed(2)}, ${found.length} faults`);
      if (pictures) {
        await tab.screenshot({ path: join(pictures, `${width}-${colorScheme}-member.png`) });
        await tab.evaluate(() => scrollTo(0, 0));
        await tab.screenshot({ path: join(pictures, `${width}-${colorScheme}-top.png`) });
        await tab.locator('#states').evaluate((e) => e.scrollIntoView());
        await tab.screenshot({ path: join(pictures, `${width}-${colorScheme}-states.png`) });
        await tab.locator('#configuration-status-acquirefrequency').evaluate((e) => e.scrollIntoView());
        await tab.screenshot({ path: join(pictures, `${width}-${colorScheme}-schedule.png`) });
        await tab.locator('#between-services').evaluate((e) => e.scrollIntoView());
        await tab.screenshot({ path: join(pictures, `${width}-${colorScheme}-between.png`) });
        await tab.screenshot({ path: join(pictures, `${width}-${colorScheme}-whole.png`), fullPage: true });
      }
      await tab.close();
    }
  }
  if (grounds.size !== 2) fail('light and dark look the same');
} finally {
  await browser.close();
  rmSync(data, { recursive: true, force: true });
}
console.log(`${failures} failures`);
process.exitCode = failures === 0 ? 0 : 1;
