import type { Failure, paths } from "./community.gen.js";
import { CommunityError, UnexpectedReply } from "./errors.js";
import { sign } from "./signature.js";
import { appendFile, json, withoutSlash, type Fetch, type UploadFile } from "./transport.js";

type Post<P extends keyof paths> = paths[P] extends { post: infer Operation } ? Operation : never;
type Body<P extends keyof paths> =
  Post<P> extends { requestBody: { content: { "application/json": infer Body } } } ? Body : never;
type Answer<P extends keyof paths> =
  Post<P> extends { responses: { 200: { content: { "application/json": infer Answer } } } } ? Answer : never;

/** A method of the API, such as `article_list`. */
export type CommunityMethod = Exclude<keyof paths, "/upload"> extends `/${infer Name}` ? Name : never;

/** What a method takes, without what the client adds. */
export type CommunityParams<M extends CommunityMethod> = Omit<
  Body<`/${M}`>,
  "token" | "ver" | "ts" | "app" | "sig"
>;

/** What a method returns, without its `code`. */
export type CommunityReply<M extends CommunityMethod> = Omit<Extract<Answer<`/${M}`>, { code: 0 }>, "code">;

/** Methods whose parameters may all be left out. */
type Free = { [M in CommunityMethod]: object extends CommunityParams<M> ? M : never }[CommunityMethod];

/**
 * Methods that return pages under a key of their own name.
 *
 * They take an `offset`; the others that return a list return all of it each time.
 */
export type CommunityList = {
  [M in CommunityMethod]: "offset" extends keyof CommunityParams<M>
    ? CommunityReply<M> extends { [K in M]: readonly unknown[] }
      ? M
      : never
    : never;
}[CommunityMethod];

/** An item of a list. */
export type CommunityItem<M extends CommunityList> =
  CommunityReply<M> extends { [K in M]: readonly (infer Item)[] } ? Item : never;

export interface CommunityOptions {
  /** Address of the API, such as `https://example.com/community`. */
  baseUrl: string;
  /** Signs the calls; needed where the operators demand signatures. */
  app?: { name: string; secret: string };
  /** Token of a session that was kept. */
  token?: string | undefined;
  /** Gets a new token when the server no longer knows the old one; the call is sent again once. */
  renew?: () => Promise<string>;
  /** In place of the global `fetch`. */
  fetch?: Fetch;
  /** In place of `Date.now`. */
  now?: () => number;
}

export interface CallOptions {
  /** The call happens once for each key; for methods that move money or tickets. */
  idempotencyKey?: string;
  signal?: AbortSignal;
}

/** A request whose headers can still be added to. */
type Init = Omit<RequestInit, "headers"> & { headers: Record<string, string> };

const NOT_SIGNED = 402;
const UNKNOWN_TOKEN = 404;

/** Rows of a page of `items`; the server counts a higher limit as the highest. */
const DEFAULT_ROWS = 50;
const MOST_ROWS = 100;

/** A client of the Community API. */
export class CommunityClient {
  /** Token of the session; `signIn` and `signUp` set it. */
  token: string | undefined;

  readonly #options: CommunityOptions;
  readonly #fetch: Fetch;
  readonly #base: string;
  /** What the server's clock is ahead by, in ms. */
  #ahead = 0;
  #renewal: Promise<string> | undefined;

  constructor(options: CommunityOptions) {
    this.#options = options;
    this.#fetch = options.fetch ?? ((url, init) => fetch(url, init));
    this.#base = withoutSlash(options.baseUrl);
    this.token = options.token;
  }

  /**
   * Calls a method.
   *
   * A clock that is wrong is compared with the server's once; a token that is no longer known is renewed
   * once, if the client knows how.
   *
   * @throws CommunityError when the server refuses.
   */
  async call<M extends CommunityMethod>(
    method: M,
    ...[params, options]: M extends Free
      ? [params?: CommunityParams<M>, options?: CallOptions]
      : [params: CommunityParams<M>, options?: CallOptions]
  ): Promise<CommunityReply<M>> {
    const send = () => this.#send(method, { ...params }, options ?? {});
    const token = this.token;
    try {
      return (await send()) as CommunityReply<M>;
    } catch (error) {
      if (!(error instanceof CommunityError) || !(await this.#repair(error, token))) {
        throw error;
      }
      return (await send()) as CommunityReply<M>;
    }
  }

  /** Signs in and keeps the token. */
  async signIn(params: CommunityParams<"user_login">): Promise<CommunityReply<"user_login">> {
    const reply = await this.call("user_login", params);
    this.token = reply.token;
    return reply;
  }

  /** Creates an account and keeps its token. */
  async signUp(params: CommunityParams<"user_signup">): Promise<CommunityReply<"user_signup">> {
    const reply = await this.call("user_signup", params);
    this.token = reply.token;
    return reply;
  }

  /** Uploads a picture or a video and returns its media id. */
  async upload(file: UploadFile, name = "file", options: CallOptions = {}): Promise<string> {
    const { media_id } = await this.call("get_media_id", {}, options);
    const form = new FormData();
    form.append("media_id", media_id);
    appendFile(form, "file", file, name);
    await this.#receive("upload", this.#init(form, options));
    return media_id;
  }

  /** All items of a list, page by page. */
  async *items<M extends CommunityList>(
    method: M,
    params: CommunityParams<M>,
    options: CallOptions = {},
  ): AsyncGenerator<CommunityItem<M>, void, undefined> {
    const given = params as { limit?: number | string | null; offset?: number | string | null };
    const limit = Math.min(Number(given.limit) || DEFAULT_ROWS, MOST_ROWS);
    for (let at = Number(given.offset ?? 0); ; at += limit) {
      const page = { ...params, limit, offset: at } as CommunityParams<M>;
      const reply = await this.#call(method, page, options);
      const items = (reply as unknown as Record<M, CommunityItem<M>[]>)[method];
      // Hidden items may leave a page short, so only an empty one is the last.
      if (items.length === 0) {
        return;
      }
      yield* items;
    }
  }

  #call<M extends CommunityMethod>(method: M, params: CommunityParams<M>, options: CallOptions) {
    const call = this.call.bind(this) as (...args: unknown[]) => Promise<CommunityReply<M>>;
    return call(method, params, options);
  }

  /** Mends what made a call fail; whether it can be sent again. */
  async #repair(error: CommunityError, token: string | undefined): Promise<boolean> {
    if (error.code === NOT_SIGNED && this.#options.app && error.method !== "current_time") {
      const before = this.#ahead;
      const { time } = await this.#send("current_time", {}, {}) as { time: number };
      this.#ahead = time - this.#now();
      return Math.abs(this.#ahead - before) > 60_000;
    }
    const { renew } = this.#options;
    if (error.code === UNKNOWN_TOKEN && token !== undefined && renew) {
      if (this.token === token) {
        // Calls that fail together share one renewal.
        this.#renewal ??= renew().finally(() => (this.#renewal = undefined));
        this.token = await this.#renewal;
      }
      return true;
    }
    return false;
  }

  #now(): number {
    return (this.#options.now ?? Date.now)();
  }

  async #send(method: string, params: Record<string, unknown>, options: CallOptions): Promise<unknown> {
    // What is undefined is not sent, and so must not be signed.
    const body: Record<string, unknown> = Object.fromEntries(
      Object.entries(params).filter(([, value]) => value !== undefined),
    );
    if (this.token !== undefined) {
      body["token"] = this.token;
    }
    const { app } = this.#options;
    if (app) {
      Object.assign(body, { method, ver: "1", ts: this.#now() + this.#ahead, app: app.name });
      body["sig"] = sign(body, app.secret);
    }
    const init = this.#init(JSON.stringify(body), options);
    init.headers["Content-Type"] = "application/json";
    return this.#receive(method, init);
  }

  #init(body: string | FormData, options: CallOptions): Init {
    const headers: Record<string, string> = {};
    if (options.idempotencyKey !== undefined) {
      headers["Idempotency-Key"] = options.idempotencyKey;
    }
    return { method: "POST", headers, body, ...(options.signal ? { signal: options.signal } : {}) };
  }

  async #receive(method: string, init: RequestInit): Promise<unknown> {
    const response = await this.#fetch(`${this.#base}/${method}`, init);
    const reply = await json(response);
    if (typeof reply !== "object" || reply === null || !("code" in reply)) {
      throw new UnexpectedReply(response.status, JSON.stringify(reply).slice(0, 200));
    }
    const { code, ...rest } = reply as { code: number };
    if (code !== 0) {
      const failure = reply as Failure;
      throw new CommunityError(method, failure.code, failure.err_msg, failure.retry_after);
    }
    return rest;
  }
}
