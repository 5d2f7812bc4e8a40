import { routes, type Failure, type operations, type TokenPair } from "./crowdfunding.gen.js";
import { CrowdfundingError, UnexpectedReply } from "./errors.js";
import { appendFile, json, withoutSlash, type Fetch, type UploadFile } from "./transport.js";

/** An operation of the API, such as `listProjects`. */
export type CrowdfundingOperation = keyof operations;

type Parameters<O extends CrowdfundingOperation, Place extends "path" | "query"> =
  operations[O]["parameters"] extends { [P in Place]?: infer Values } ? Values : never;
type JsonBody<O extends CrowdfundingOperation> = operations[O] extends {
  requestBody?: { content: { "application/json": infer Body } };
}
  ? Body
  : never;
type Content<Response> = Response extends { content: { "application/json": infer Body } } ? Body : undefined;
type Responses<O extends CrowdfundingOperation> = operations[O]["responses"];

/** What an operation returns; undefined for none. */
export type CrowdfundingReply<O extends CrowdfundingOperation> = {
  [S in keyof Responses<O>]: S extends 200 | 201 | 204 ? Content<Responses<O>[S]> : never;
}[keyof Responses<O>];

type Part<Name extends string, Value> = [Value] extends [never]
  ? { [N in Name]?: undefined }
  : object extends Value
    ? { [N in Name]?: Value }
    : { [N in Name]: Value };

/** What an operation takes: parameters of its path and its query, its body, and how it is called. */
export type CrowdfundingInput<O extends CrowdfundingOperation> = Part<"path", NonNullable<Parameters<O, "path">>> &
  Part<"query", NonNullable<Parameters<O, "query">>> &
  Part<"body", NonNullable<JsonBody<O>>> & {
    /** The operation happens once for each key; for operations that move money. */
    idempotencyKey?: string;
    signal?: AbortSignal;
  };

/** Operations that return pages. */
export type CrowdfundingList = {
  [O in CrowdfundingOperation]: CrowdfundingReply<O> extends { results: readonly unknown[] } ? O : never;
}[CrowdfundingOperation];

/** An item of a list. */
export type CrowdfundingItem<O extends CrowdfundingList> =
  CrowdfundingReply<O> extends { results: readonly (infer Item)[] } ? Item : never;

export interface CrowdfundingOptions {
  /** Address of the server, such as `https://example.com`. */
  baseUrl: string;
  /** Tokens of a session that was kept. */
  tokens?: TokenPair | undefined;
  /** Keeps new tokens, or forgets them: `undefined` when the session has ended. */
  onTokens?: (tokens: TokenPair | undefined) => void | Promise<void>;
  /** In place of the global `fetch`. */
  fetch?: Fetch;
}

const EXPIRED = 10010;

/** What any operation takes, for code that does not know which one it is. */
interface AnyInput {
  path?: Record<string, unknown> | undefined;
  query?: Record<string, unknown> | undefined;
  body?: unknown;
  idempotencyKey?: string;
  signal?: AbortSignal;
}

/** A client of the Crowdfunding API. */
export class CrowdfundingClient {
  /** Tokens of the session; `signIn` and a renewal set them. */
  tokens: TokenPair | undefined;

  readonly #options: CrowdfundingOptions;
  readonly #fetch: Fetch;
  readonly #base: string;
  #renewal: Promise<void> | undefined;

  constructor(options: CrowdfundingOptions) {
    this.#options = options;
    this.#fetch = options.fetch ?? ((url, init) => fetch(url, init));
    this.#base = withoutSlash(options.baseUrl);
    this.tokens = options.tokens;
  }

  /**
   * Calls an operation. A token that has expired is renewed once.
   *
   * @throws CrowdfundingError when the server refuses.
   */
  async call<O extends CrowdfundingOperation>(
    operation: O,
    ...[input]: object extends CrowdfundingInput<O>
      ? [input?: CrowdfundingInput<O>]
      : [input: CrowdfundingInput<O>]
  ): Promise<CrowdfundingReply<O>> {
    return (await this.#call(operation, { ...input } as AnyInput)) as CrowdfundingReply<O>;
  }

  /** Signs in and keeps the tokens. */
  async signIn(email: string, password: string): Promise<TokenPair> {
    this.tokens = undefined;
    const tokens = await this.call("signIn", { body: { email, password } });
    await this.#keep(tokens);
    return tokens;
  }

  /** Uploads an image. `type` is 0 for an identity card, 1 an avatar, 2 a cover, 3 feedback. */
  async uploadImage(
    file: UploadFile,
    type: 0 | 1 | 2 | 3,
    name = "image",
  ): Promise<CrowdfundingReply<"uploadImage">> {
    const form = new FormData();
    form.append("type", String(type));
    appendFile(form, "image", file, name);
    return (await this.#call("uploadImage", { body: form })) as CrowdfundingReply<"uploadImage">;
  }

  /** All items of a list, page by page. */
  async *items<O extends CrowdfundingList>(
    operation: O,
    input: CrowdfundingInput<O>,
  ): AsyncGenerator<CrowdfundingItem<O>, void, undefined> {
    const { query, ...rest } = input as AnyInput;
    for (let page = Number(query?.["page"] ?? 1); ; page += 1) {
      const reply = (await this.#call(operation, { ...rest, query: { page_size: 50, ...query, page } })) as {
        next: string | null;
        results: CrowdfundingItem<O>[];
      };
      yield* reply.results;
      if (reply.next === null) {
        return;
      }
    }
  }

  async #call(operation: CrowdfundingOperation, input: AnyInput): Promise<unknown> {
    const token = this.tokens?.token;
    try {
      return await this.#send(operation, input, token);
    } catch (error) {
      const hasExpired = error instanceof CrowdfundingError && error.status === 401 && error.code === EXPIRED;
      if (!hasExpired || !this.tokens) {
        throw error;
      }
      if (this.tokens.token === token) {
        // A refresh token works once: calls that fail together share one renewal.
        this.#renewal ??= this.#renew(this.tokens).finally(() => (this.#renewal = undefined));
        await this.#renewal;
      }
      return this.#send(operation, input, this.tokens?.token);
    }
  }

  async #renew(tokens: TokenPair): Promise<void> {
    try {
      await this.#keep((await this.#send("refreshToken", { body: tokens }, undefined)) as TokenPair);
    } catch (error) {
      if (error instanceof CrowdfundingError && error.status === 400) {
        await this.#keep(undefined);
      }
      throw error;
    }
  }

  async #keep(tokens: TokenPair | undefined): Promise<void> {
    this.tokens = tokens;
    await this.#options.onTokens?.(tokens);
  }

  async #send(operation: CrowdfundingOperation, input: AnyInput, token: string | undefined): Promise<unknown> {
    const [verb, template] = routes[operation];
    const path = template.replace(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(String(input.path?.[name])),
    );
    const values = Object.entries(input.query ?? {}).filter(([, value]) => value !== undefined);
    // React Native's URLSearchParams takes no pairs.
    const query = values.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join("&");
    const headers: Record<string, string> = { Accept: "application/json" };
    if (token !== undefined) {
      headers["Authorization"] = `Token ${token}`;
    }
    if (input.idempotencyKey !== undefined) {
      headers["Idempotency-Key"] = input.idempotencyKey;
    }
    const init: RequestInit = { method: verb, headers, ...(input.signal ? { signal: input.signal } : {}) };
    if (input.body instanceof FormData) {
      init.body = input.body;
    } else if (input.body !== undefined) {
      headers["Content-Type"] = "application/json";
      init.body = JSON.stringify(input.body);
    }
    const response = await this.#fetch(`${this.#base}${path}${query && `?${query}`}`, init);
    return this.#receive(operation, response);
  }

  async #receive(operation: string, response: Response): Promise<unknown> {
    if (response.status === 204) {
      return undefined;
    }
    const reply = await json(response);
    if (response.ok) {
      return reply;
    }
    if (typeof reply !== "object" || reply === null || !("error_code" in reply)) {
      throw new UnexpectedReply(response.status, JSON.stringify(reply).slice(0, 200));
    }
    const failure = reply as Failure;
    const after = response.headers.get("Retry-After");
    throw new CrowdfundingError(
      operation,
      response.status,
      failure.error_code,
      failure.error_message,
      failure.errors,
      ...(after === null ? [] : ([Number(after)] as const)),
    );
  }
}
