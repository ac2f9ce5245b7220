// Judges web pages in headless Chromium: axe-core, and what it does not see: overflow, broken words, lines, names, fonts.
// usage: node judge_pages.mjs NODE_MODULES CHROMIUM FILE.html ... ; prints JSON: what is found in each file.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [modules, chromium, ...files] = process.argv.slice(2);
const require = createRequire(modules + "/");
const puppeteer = require("puppeteer-core");
const axe = require("axe-core").source;

const WIDTHS = [1280, 390, 320];
const LIGHT = [{ name: "forced-colors", value: "none" }, { name: "prefers-color-scheme", value: "light" }];
const DARK = [{ name: "forced-colors", value: "none" }, { name: "prefers-color-scheme", value: "dark" }];
const FORCED = [{ name: "forced-colors", value: "active" }, { name: "prefers-color-scheme", value: "dark" }];
const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const EVERY_RULE = { runOnly: STANDARDS, rules: { "target-size": { enabled: true } } };
// The other rules look at no colors, and so find in the dark what they find in the light.
const RULES_ON_COLORS = { runOnly: { type: "rule", values: ["color-contrast", "link-in-text-block"] } };
// Forced colors are the reader's own; axe pairs them with the author's, so that the computed ones are compared instead.
const ALL_BUT_COLORS = { ...EVERY_RULE, rules: { ...EVERY_RULE.rules, "color-contrast": { enabled: false } } };
const PROSE = [60, 82];

/** In the page: whether it is wider than its window, what sticks out of that, and which words are broken. */
function seeLayout() {
  const width = document.documentElement.clientWidth;
  const found = [];
  if (document.documentElement.scrollWidth > width) found.push(`the page is ${document.documentElement.scrollWidth} px wide`);
  const mayStickOut = (element) =>
    element.closest("[tabindex]") || getComputedStyle(element.closest("thead") ?? element).clipPath !== "none";
  for (const element of document.querySelectorAll("body *"))
    if (element.getBoundingClientRect().right > width + 1 && !mayStickOut(element))
      found.push(`<${element.localName} class="${element.className}"> sticks out`);
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text; (text = texts.nextNode()); ) {
    if (text.parentElement.closest("a[href^=http]")) continue;
    for (const { 0: word, index } of text.data.matchAll(/[\p{L}\p{N}]{4,}/gu)) {
      const range = document.createRange();
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
      if (lines.size > 1) found.push(`“${word}” is broken`);
    }
  }
  return found;
}

/** In the page: characters a line of running text, the median of all lines but the last of each paragraph. */
function measureProse() {
  const counts = [];
  for (const paragraph of document.querySelectorAll("section:not(.sources, .about) > p:not([class])")) {
    const lines = new Map();
    const texts = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    for (let text; (text = texts.nextNode()); ) {
      if (text.parentElement.closest("sup, sub, .citation")) continue;
      for (const { 0: word, index } of text.data.matchAll(/\S+\s*/g)) {
        const range = document.createRange();
        range.setStart(text, index);
        range.setEnd(text, index + 1);
        const top = Math.round(range.getBoundingClientRect().top);
        lines.set(top, (lines.get(top) ?? 0) + word.length);
      }
    }
    counts.push(...[...lines.values()].slice(0, -1));
  }
  return counts.sort((a, b) => a - b)[Math.floor(counts.length / 2)];
}

/** In the page: text whose color, as computed, does not stand out from its ground. */
function seeComputedColors() {
  const read = (color) => color.match(/[\d.]+/g).map(Number);
  const measure = (color) => {
    const shares = read(color).slice(0, 3).map((each) => each / 255);
    const [red, green, blue] = shares.map((each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const findGround = (element) => {
    for (; element; element = element.parentElement) {
      const color = getComputedStyle(element).backgroundColor;
      if ((read(color)[3] ?? 1) > 0) return color;
    }
    return "rgb(0, 0, 0)"; // of a page without one, in forced colors on dark
  };
  const found = new Set();
  for (const element of document.querySelectorAll("body *")) {
    if (![...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim())) continue;
    const [lighter, darker] = [getComputedStyle(element).color, findGround(element)].map(measure).sort((a, b) => b - a);
    if ((lighter + 0.05) / (darker + 0.05) < 4.5) found.add(`<${element.localName} class="${element.className}"> is illegible`);
  }
  return [...found];
}

/** Tables, regions and lists of links as screen readers list them, by name; and how many rows they tell. */
async function seeNames(devtools) {
  const { nodes } = await devtools.send("Accessibility.getFullAXTree");
  const findNames = (role) =>
    nodes.filter((node) => !node.ignored && node.role?.value === role).map((node) => node.name?.value ?? "");
  const found = ["table", "region", "navigation"].flatMap((role) => {
    const names = findNames(role);
    const repeated = new Set(names.filter((name, at) => names.indexOf(name) !== at));
    return [...repeated].map((name) => `“${name}” names more than one ${role}`).concat(names.includes("") ? [`a ${role} has no name`] : []);
  });
  return { found, rows: findNames("row").length };
}

/** Fonts of the machine in which text is set, although the page brings its own. */
async function seeFonts(page, devtools) {
  if (!(await page.evaluate(() => document.fonts.size))) return [];
  await devtools.send("DOM.enable");
  await devtools.send("CSS.enable");
  const { root } = await devtools.send("DOM.getDocument", { depth: 0 });
  const selector = "h1, h1 sup, h2, h3, h4, h5, h6, p, li, dt, thead th, a, strong, em, sup, sub";
  const { nodeIds } = await devtools.send("DOM.querySelectorAll", { nodeId: root.nodeId, selector });
  const seen = await Promise.all(nodeIds.map((nodeId) => devtools.send("CSS.getPlatformFontsForNode", { nodeId })));
  const foreign = seen.flatMap(({ fonts }) => fonts).filter((font) => !font.isCustomFont);
  return [...new Set(foreign.map((font) => `${font.familyName} of the machine sets text`))];
}

async function judge(page, file) {
  const found = [];
  const devtools = await page.createCDPSession();
  const requests = [];
  page.on("request", (request) => request.url().startsWith("data:") || requests.push(request.url()));
  await page.goto(pathToFileURL(file).href);
  await page.evaluate(axe);
  let rowsAtFirst;
  for (const width of WIDTHS) {
    const tell = (told, setting = "") => found.push(...told.map((each) => `${width} px${setting}: ${each}`));
    const show = (features) => devtools.send("Emulation.setEmulatedMedia", { features });
    const ask = async (options, setting) => {
      const { violations } = await page.evaluate((asked) => axe.run(document, asked), { ...options, resultTypes: ["violations"] });
      tell(violations.map((each) => `${each.id}: ${each.nodes[0].html.slice(0, 120)}`), setting);
    };
    await page.setViewport({ width, height: 900 });
    await show(LIGHT);
    await page.evaluate(() => document.fonts.ready);
    tell(await page.evaluate(seeLayout));
    const { found: names, rows } = await seeNames(devtools);
    tell(names);
    rowsAtFirst ??= rows;
    if (rows !== rowsAtFirst) tell([`${rows} rows of tables are told, and ${rowsAtFirst} at ${WIDTHS[0]} px`]);
    await ask(EVERY_RULE, "");
    await show(DARK);
    await ask(RULES_ON_COLORS, ", dark");
    await show(FORCED);
    await ask(ALL_BUT_COLORS, ", forced colors");
    tell(await page.evaluate(seeComputedColors), ", forced colors");
    if (width !== WIDTHS[0]) continue;
    await show(LIGHT);
    tell(await seeFonts(page, devtools));
    const measure = await page.evaluate(measureProse);
    if (measure < PROSE[0] || measure > PROSE[1]) tell([`a line of prose has ${measure} characters`]);
  }
  if (requests.length !== 1) found.push(`it asks for more than itself: ${requests.slice(1)}`);
  return found;
}

const browser = await puppeteer.launch({ executablePath: chromium, args: ["--no-sandbox"] });
const judged = {};
const waiting = [...files];
const work = async () => {
  for (let file; (file = waiting.shift()); ) {
    const page = await browser.newPage();
    judged[file] = await judge(page, file);
    await page.close();
  }
};
await Promise.all([work(), work()]);
await browser.close();
console.log(JSON.stringify(judged));
