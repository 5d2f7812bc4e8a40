import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { CrowdfundingClient, CrowdfundingError } from "../src/index.js";
import { PICTURE, Server } from "./server.js";

let server: Server;
before(async () => {
  server = await Server.start("crowdfunding.token_seconds=1");
});
after(() => server.stop());

async function signedIn(onTokens?: () => void): Promise<CrowdfundingClient> {
  const user = new CrowdfundingClient({ baseUrl: server.url, ...(onTokens ? { onTokens } : {}) });
  await user.signIn("demo1@miaohui.example", "miaohui-demo");
  return user;
}

test("projects are listed page by page, and one is supported once", async () => {
  const user = await signedIn();
  const projects = [];
  for await (const project of user.items("listProjects", { query: { status: 3, page_size: 2 } })) {
    projects.push(project);
  }
  assert.ok(projects.length > 2);
  const me = await user.call("getMyProfile");
  const project = projects.find((one) => one.user !== me.id && one.package.length > 0)!;
  const support = await user.call("supportProject", {
    path: { id: project.id },
    body: { package: project.package[0]! },
  });
  const pay = () =>
    user.call("paySupport", {
      path: { id: project.id, sid: support.id },
      body: { channel: "sandbox" },
      idempotencyKey: "pay-1",
    });
  assert.equal((await pay()).paid, true);
  assert.deepEqual(await pay(), await pay());
});

test("an image is uploaded, and nothing comes of a deletion", async () => {
  const user = await signedIn();
  const image = await user.uploadImage(PICTURE, 2);
  assert.match(image.url, /^\/media\/images\//);
  assert.equal(await user.call("deleteImage", { path: { id: image.id } }), undefined);
});

test("a refusal names the wrong fields", async () => {
  const user = await signedIn();
  const input = { body: { nickname: "" } };
  const error: unknown = await user.call("replaceMyProfile", input).catch((error: unknown) => error);
  assert.ok(error instanceof CrowdfundingError);
  assert.deepEqual([error.status, error.code, error.fields[0]?.field], [400, 10006, "nickname"]);
  const missing: unknown = await user.call("getProject", { path: { id: 999_999 } }).catch((error: unknown) => error);
  assert.ok(missing instanceof CrowdfundingError && missing.status === 404);
});

test("an expired token is renewed once for all calls", async () => {
  let kept = 0;
  const user = await signedIn(() => (kept += 1));
  const first = user.tokens?.token;
  const expired = async () => {
    const address = `${server.url}/api/accounts/user/balance/`;
    return (await fetch(address, { headers: { Authorization: `Token ${first}` } })).status === 401;
  };
  while (!(await expired())) {
    await new Promise((wake) => setTimeout(wake, 100));
  }
  const calls = [user.call("getMyProfile"), user.call("getMyBalance"), user.call("listMyProjects")] as const;
  const [profile] = await Promise.all(calls);
  assert.equal(profile.email, "demo1@miaohui.example");
  assert.equal(kept, 2);
  assert.notEqual(user.tokens?.token, first);
});
