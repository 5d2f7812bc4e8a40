/** An app of React Native that uses the client: what `react_native.test.ts` runs in Hermes. */
import {
  CommunityClient,
  CommunityError,
  CrowdfundingClient,
  CrowdfundingError,
  UnexpectedReply,
  type CommunityOptions,
  type NativeFile,
} from "../../src/index.js";
import { callNative, registerCallable } from "./host.js";

const DEMO = { country: "86", phone: "13800000001", password: "miaohui-demo" };
const EMAIL = "demo1@miaohui.example";

interface Community {
  url: string;
  secret: string;
}

function community({ url, secret }: Community, options: Partial<CommunityOptions> = {}): CommunityClient {
  const app = { name: "app", secret };
  return new CommunityClient({ baseUrl: `${url}/community`, app, ...options });
}

async function refusal(call: Promise<unknown>) {
  const error: unknown = await call.then(
    () => "it succeeded",
    (error: unknown) => error,
  );
  if (error instanceof CommunityError) {
    return { name: error.name, message: error.message, code: error.code };
  }
  if (error instanceof CrowdfundingError) {
    const fields = error.fields.map(({ field }) => field);
    return { name: error.name, status: error.status, code: error.code, fields };
  }
  if (error instanceof UnexpectedReply) {
    return { name: error.name, status: error.status };
  }
  return { name: (error as Error).name, message: String(error) };
}

const scenarios = {
  /** What this VM lacks; the client must not need it. */
  async surroundings() {
    return {
      crypto: typeof globalThis.crypto,
      encoder: typeof TextEncoder,
      pairs: String(new URLSearchParams([["a", "b"]])),
    };
  },

  async askForCode({ phone, ...server }: Community & { phone: string }) {
    await community(server).call("send_sms_code", { country: "86", phone });
  },

  async signUp({ phone, code, nickname, ...server }: Community & { phone: string; code: string; nickname: string }) {
    const user = community(server);
    await user.signUp({ country: "86", phone, code, password: "123456", nickname });
    return (await user.call("my_user_info")).my_user_info;
  },

  async publish({ file, content, ...server }: Community & { file: NativeFile; content: string }) {
    const user = community(server);
    await user.signIn(DEMO);
    const media = await user.upload(file);
    const { article_id } = await user.call("article_publish", { content, images: [`${media}.png`] });
    return { media, ...(await user.call("article_detail", { article_id })).article_detail };
  },

  async pages(server: Community) {
    const user = community(server);
    await user.signIn(DEMO);
    const all: number[] = [];
    for await (const article of user.items("article_list", { limit: 7 })) {
      all.push(article.article_id);
    }
    const first: number[] = [];
    for await (const article of user.items("article_list", { limit: 7 })) {
      first.push(article.article_id);
      if (first.length === 10) break;
    }
    return { all, first };
  },

  async refusals({ url, secret }: Community) {
    const user = community({ url, secret });
    await user.signIn(DEMO);
    const crowd = new CrowdfundingClient({ baseUrl: url });
    await crowd.signIn(EMAIL, DEMO.password);
    return [
      await refusal(user.call("article_detail", { article_id: 999_999 })),
      await refusal(community({ url, secret: "wrong" }).signIn(DEMO)),
      await refusal(crowd.call("replaceMyProfile", { body: { nickname: "" } })),
      await refusal(crowd.call("getProject", { path: { id: 999_999 } })),
      await refusal(new CommunityClient({ baseUrl: `${url}/docs` }).call("current_time")),
      await refusal(new CommunityClient({ baseUrl: "http://127.0.0.1:1" }).call("current_time")),
    ];
  },

  async repairs(server: Community) {
    const late = community(server, { now: () => Date.now() - 3_600_000 });
    await late.signIn(DEMO);
    let renewals = 0;
    const user: CommunityClient = community(server, {
      token: "0".repeat(32),
      renew: async () => {
        renewals += 1;
        return late.token!;
      },
    });
    const calls = [user.call("my_user_info"), user.call("my_article_list"), user.call("my_block")] as const;
    const [{ my_user_info }] = await Promise.all(calls);
    return { phone: my_user_info.phone, renewals };
  },

  async abort(server: Community) {
    const controller = new AbortController();
    const call = community(server).call("article_list", { limit: 50 }, { signal: controller.signal });
    controller.abort();
    return refusal(call);
  },

  async projects({ url, search }: { url: string; search: string }) {
    const visitor = new CrowdfundingClient({ baseUrl: url });
    const names = new Map<number, string>();
    for await (const project of visitor.items("listProjects", { query: { status: 3, page_size: 2, search } })) {
      if (names.has(project.id)) throw new Error("a page came twice");
      names.set(project.id, project.name);
    }
    return [...names.values()];
  },

  async renewal({ url }: { url: string }) {
    let kept = 0;
    const user = new CrowdfundingClient({ baseUrl: url, onTokens: () => void (kept += 1) });
    const { token } = await user.signIn(EMAIL, DEMO.password);
    const address = `${url}/api/accounts/user/balance/`;
    while ((await fetch(address, { headers: { Authorization: `Token ${token}` } })).status !== 401) {
      await new Promise((wake) => setTimeout(wake, 100));
    }
    const calls = [user.call("getMyProfile"), user.call("getMyBalance"), user.call("listMyProjects")] as const;
    const [profile] = await Promise.all(calls);
    return { email: profile.email, kept, isNew: user.tokens?.token !== token };
  },

  async image({ url, file }: { url: string; file: NativeFile }) {
    const user = new CrowdfundingClient({ baseUrl: url });
    await user.signIn(EMAIL, DEMO.password);
    return user.uploadImage(file, 2);
  },

  async removal({ url, id }: { url: string; id: number }) {
    const user = new CrowdfundingClient({ baseUrl: url });
    await user.signIn(EMAIL, DEMO.password);
    return String(await user.call("deleteImage", { path: { id } }));
  },

  async support({ url, key }: { url: string; key: string }) {
    const user = new CrowdfundingClient({ baseUrl: url });
    await user.signIn(EMAIL, DEMO.password);
    const me = await user.call("getMyProfile");
    const { results } = await user.call("listProjects", { query: { status: 3 } });
    const { id, package: packages } = results.find((one) => one.user !== me.id && one.package.length > 0)!;
    const support = await user.call("supportProject", { path: { id }, body: { package: packages[0]! } });
    const pay = () =>
      user.call("paySupport", {
        path: { id, sid: support.id },
        body: { channel: "sandbox" },
        idempotencyKey: key,
      });
    return [await pay(), await pay()] as const;
  },
};

export type Scenarios = typeof scenarios;

registerCallable("App", () => ({
  run(...args) {
    const [id, name, settings] = args as [number, keyof Scenarios, never];
    const finish = (isResolved: boolean, result: unknown) =>
      callNative({ module: "App", method: "finish", args: [id, isResolved, result] });
    scenarios[name](settings).then(
      (result) => finish(true, result),
      (error: Error) => finish(false, `${error.name}: ${error.message}\n${error.stack}`),
    );
  },
}));
