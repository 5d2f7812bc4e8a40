import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, readdir, rm, symlink, mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";

import { Server } from "./server.js";

const run = promisify(execFile);

let server: Server;
let directory: string;
before(async () => {
  server = await Server.start();
  directory = await mkdtemp(join(tmpdir(), "miaohui-package-"));
});
after(async () => {
  await server.stop();
  await rm(directory, { recursive: true });
});

test("the generated files are those of the server", async () => {
  await run("node", ["scripts/generate.mjs", server.url, directory]);
  const files = (await readdir(directory)).filter((name) => name.endsWith(".gen.ts"));
  assert.equal(files.length, 2);
  for (const file of files) {
    const [now, kept] = await Promise.all([readFile(join(directory, file), "utf8"), readFile(join("src", file), "utf8")]);
    assert.ok(now === kept, `src/${file} is not what the server says: npm run generate -- URL`);
  }
});

test("the first example of the README lists articles", async () => {
  const readme = await readFile("README.md", "utf8");
  const [, code = ""] = /```js\n([\s\S]*?)```/.exec(readme) ?? [];
  assert.ok(code.trim().split("\n").length <= 5, code);
  const modules = join(directory, "node_modules");
  await mkdir(modules);
  await symlink(resolve("."), join(modules, "miaohui-client"));
  const file = join(directory, "readme.mjs");
  await writeFile(file, code.replace("http://127.0.0.1:8080", server.url));
  const { stdout } = await run("node", [file]);
  assert.ok(stdout.trim().split("\n").length >= 10, stdout);
});
