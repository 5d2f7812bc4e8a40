import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { CommunityClient, CommunityError, UnexpectedReply, yuan, type Fen } from "../src/index.js";
import { PICTURE, Server } from "./server.js";

const DEMO = { country: "86", phone: "13800000001", password: "miaohui-demo" };
const SECRET = "庙会-secret";

let server: Server;
before(async () => {
  server = await Server.start(`community.apps=[{ name = "app", secret = "${SECRET}" }]`);
});
after(() => server.stop());

function client(options: Partial<ConstructorParameters<typeof CommunityClient>[0]> = {}) {
  return new CommunityClient({ baseUrl: `${server.url}/community/`, app: { name: "app", secret: SECRET }, ...options });
}

/** The code that a call is refused with. */
async function refusal(call: Promise<unknown>): Promise<number> {
  const error: unknown = await call.then(() => assert.fail("it succeeded"), (error: unknown) => error);
  assert.ok(error instanceof CommunityError, String(error));
  return error.code;
}

test("a signed client publishes, lists and reads", async () => {
  const user = client();
  const { uid } = await user.signIn(DEMO);
  const media = await user.upload(PICTURE, "lantern.png");
  const { article_id } = await user.call("article_publish", { content: "逛庙会 🏮", images: [`${media}.png`] });
  const { article_list } = await user.call("article_list", { limit: 1 });
  assert.equal(article_list[0]?.article_id, article_id);
  const { article_detail } = await user.call("article_detail", { article_id });
  assert.deepEqual([article_detail.author.uid, article_detail.content], [uid, "逛庙会 🏮"]);
  assert.equal("code" in article_detail, false);
});

test("items come page by page", async () => {
  const user = client();
  await user.signIn(DEMO);
  const ids = new Set<number>();
  for await (const article of user.items("article_list", { limit: 7 })) {
    ids.add(article.article_id);
  }
  assert.ok(ids.size > 30, String(ids.size));
  // A page is at most as long as the server's longest, and never of no rows.
  for (const limit of [1_000, 0, null]) {
    const all = new Set<number>();
    for await (const article of user.items("article_list", { limit })) {
      assert.ok(!all.has(article.article_id), "the first page came twice");
      all.add(article.article_id);
    }
    assert.deepEqual(all, ids);
  }
  const { ticket_list } = await user.call("ticket_list");
  const price: Fen = ticket_list[0]!.price;
  assert.match(yuan(price), /^\d+\.\d\d$/);
});

test("a refusal is an error with its code", async () => {
  const user = client();
  assert.equal(await refusal(user.call("my_user_info")), 403);
  assert.equal(await refusal(client({ app: { name: "app", secret: "wrong" } }).signIn(DEMO)), 402);
  await user.signIn(DEMO);
  assert.equal(await refusal(user.call("article_detail", { article_id: 999_999 })), 301);
  const page = client({ fetch: () => Promise.resolve(new Response("<html>", { status: 502 })) });
  await assert.rejects(page.call("current_time"), (error) => error instanceof UnexpectedReply && error.status === 502);
});

test("a wrong clock is set by the server's", async () => {
  const user = client({ now: () => Date.now() - 3_600_000 });
  await user.signIn(DEMO);
  assert.equal((await user.call("my_user_info")).my_user_info.phone, DEMO.phone);
});

test("a token that the server no longer knows is renewed once for all calls", async () => {
  let renewals = 0;
  const user: CommunityClient = client({
    token: "0".repeat(32),
    renew: async () => {
      renewals += 1;
      return (await client().signIn(DEMO)).token;
    },
  });
  const replies = await Promise.all([user.call("my_user_info"), user.call("my_article_list"), user.call("my_block")]);
  assert.equal(replies[0].my_user_info.phone, DEMO.phone);
  assert.equal(renewals, 1);
});

test("a key makes an order happen once", async () => {
  const user = client();
  await user.signIn(DEMO);
  const { ticket_recommend_list } = await user.call("ticket_recommend_list");
  const ticket_id_list = [ticket_recommend_list[0]!.ticket_id];
  const order = () => user.call("order_create", { ticket_id_list }, { idempotencyKey: "order-1" });
  assert.equal((await order()).order_id, (await order()).order_id);
});

test("types refuse what the API refuses", () => {
  const user = client();
  // @ts-expect-error An article needs an id.
  void (() => user.call("article_detail"));
  // @ts-expect-error No such method.
  void (() => user.call("article_lists"));
  // @ts-expect-error Banners have no pages: every call returns all of them.
  void (() => user.items("home_banner", {}));
  // @ts-expect-error Nor has the cart.
  void (() => user.items("shopping_cart_info", {}));
  void (() => user.items("my_message", { to_id: "1", offset: 10 }));
  // @ts-expect-error An amount is no plain number.
  const price: Fen = 5;
  assert.equal(price, 5);
});
