import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

import type { Scenarios } from "./react_native/app.js";
import { bundle } from "./react_native/bundle.js";
import { Hermes } from "./react_native/hermes.js";
import { PICTURE, Server } from "./server.js";

const SECRET = "庙会-secret";

let server: Server;
let hermes: Hermes<Scenarios>;
let directory: string;
let picture: { uri: string; name: string; type: string };
before(async () => {
  directory = await mkdtemp(join(tmpdir(), "miaohui-react-native-"));
  const path = join(directory, "灯笼.png");
  await writeFile(path, Buffer.from(await PICTURE.arrayBuffer()));
  picture = { uri: pathToFileURL(path).href, name: "灯笼 1.png", type: "image/png" };
  const app = `community.apps=[{ name = "app", secret = "${SECRET}" }]`;
  server = await Server.start(app, "crowdfunding.token_seconds=1");
  hermes = new Hermes(await bundle(fileURLToPath(new URL("react_native", import.meta.url)), "./app.js"));
});
after(async () => {
  await hermes?.stop();
  await server?.stop();
  await rm(directory, { recursive: true });
});

const community = () => ({ url: server.url, secret: SECRET });

async function served(path: string): Promise<Buffer> {
  const response = await fetch(server.url + path);
  assert.equal(response.status, 200, path);
  return Buffer.from(await response.arrayBuffer());
}

test("the VM has what React Native has, and no more", async () => {
  const { pairs, ...types } = await hermes.run("surroundings");
  assert.deepEqual(types, { crypto: "undefined", encoder: "undefined" });
  assert.notEqual(pairs, "a=b");
});

test("a user signs up with signed calls", async () => {
  const phone = "13900139111";
  await hermes.run("askForCode", { ...community(), phone });
  const code = await server.smsCode(phone);
  const user = await hermes.run("signUp", { ...community(), phone, code, nickname: "小庙🏮" });
  assert.deepEqual([user.phone, user.nickname], [phone, "小庙🏮"]);
});

test("a file of the device is uploaded and published", async () => {
  const content = "逛庙会 🏮\n\u2028“é”";
  const article = await hermes.run("publish", { ...community(), file: picture, content });
  assert.equal(article.content, content);
  assert.deepEqual(await served(`/media/${article.media}.png`), await readFile(fileURLToPath(picture.uri)));
  assert.ok(article.images[0]?.includes(article.media), String(article.images));
});

test("items come page by page", async () => {
  const { all, first } = await hermes.run("pages", community());
  assert.ok(all.length > 30, String(all.length));
  assert.equal(new Set(all).size, all.length);
  assert.deepEqual(first, all.slice(0, 10));
});

test("refusals are errors of their classes", async () => {
  const [unknown, unsigned, fields, missing, page, offline] = await hermes.run("refusals", community());
  assert.deepEqual([unknown?.name, unknown?.code], ["CommunityError", 301]);
  assert.match(unknown!.message!, /\p{Script=Han}/u);
  assert.deepEqual([unsigned?.name, unsigned?.code], ["CommunityError", 402]);
  assert.deepEqual(fields, { name: "CrowdfundingError", status: 400, code: 10006, fields: ["nickname"] });
  assert.deepEqual([missing?.name, missing?.status], ["CrowdfundingError", 404]);
  assert.equal(page?.name, "UnexpectedReply");
  assert.equal(offline?.message, "TypeError: Network request failed");
  assert.equal((await hermes.run("abort", community())).name, "AbortError");
});

test("a wrong clock and an unknown token are repaired", async () => {
  assert.deepEqual(await hermes.run("repairs", community()), { phone: "13800000001", renewals: 1 });
});

test("an expired token is renewed once for all calls", async () => {
  const { url } = server;
  const expected = { email: "demo1@miaohui.example", kept: 2, isNew: true };
  assert.deepEqual(await hermes.run("renewal", { url }), expected);
});

test("projects are searched page by page", async () => {
  const { url } = server;
  const all = await hermes.run("projects", { url, search: "" });
  const search = [...all[0]!].find((character) => /\p{Script=Han}/u.test(character))!;
  const found = await hermes.run("projects", { url, search });
  assert.ok(all.length > 2 && found.length > 0, all.join());
  assert.deepEqual(found, all.filter((name) => name.includes(search)));
  assert.deepEqual(await hermes.run("projects", { url, search: `${search}&status=0` }), []);
});

test("an image is uploaded and removed", async () => {
  const { url } = server;
  const image = await hermes.run("image", { url, file: picture });
  assert.deepEqual(await served(image.url), await readFile(fileURLToPath(picture.uri)));
  assert.equal(await hermes.run("removal", { url, id: image.id }), "undefined");
});

test("a key makes a payment happen once", async () => {
  const [first, second] = await hermes.run("support", { url: server.url, key: "pay-1" });
  assert.equal(first.paid, true);
  assert.deepEqual(second, first);
});
