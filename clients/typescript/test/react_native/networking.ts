/**
 * React Native's native networking, played with Node's: `sendRequest` and blobs, as `NetworkingModule.java`,
 * `BlobModule.java` and OkHttp treat them. What those refuse is refused here.
 */
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { request, type ClientRequest } from "node:http";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

type Header = [name: string, value: string];

interface Part {
  headers: Header[];
  string?: string;
  uri?: string;
}

interface BlobData {
  blobId: string;
  offset: number;
  size: number;
}

interface Data {
  string?: string;
  formData?: Part[];
  blob?: BlobData;
}

interface Body {
  type: string;
  bytes: Buffer;
}

type Emit = (event: string, args: unknown[]) => void;

/** Stored blobs. */
class Blobs {
  readonly #bytes = new Map<string, Buffer>();

  store(bytes: Buffer, id: string = randomUUID()): BlobData {
    this.#bytes.set(id, bytes);
    return { blobId: id, offset: 0, size: bytes.length };
  }

  resolve({ blobId, offset, size }: BlobData): Buffer {
    const bytes = this.#bytes.get(blobId);
    if (!bytes) {
      throw new Error("The specified blob is invalid");
    }
    return bytes.subarray(offset, offset + size);
  }

  createFromParts(parts: { type: string; data: unknown }[], id: string): void {
    const bytes = parts.map(({ type, data }) =>
      type === "blob" ? this.resolve(data as BlobData) : Buffer.from(data as string),
    );
    this.store(Buffer.concat(bytes), id);
  }

  release(id: string): void {
    this.#bytes.delete(id);
  }
}

export class Networking {
  readonly #blobs = new Blobs();
  readonly #requests = new Map<number, ClientRequest>();
  readonly #emit: Emit;

  constructor(emit: Emit) {
    this.#emit = emit;
  }

  /** A method of a native module; undefined for one that is not played. */
  method(module: string, name: string): ((...args: never[]) => unknown) | undefined {
    const methods: Record<string, (...args: never[]) => unknown> = {
      "Networking.sendRequest": this.#sendRequest.bind(this),
      "Networking.abortRequest": (id: number) => this.#requests.get(id)?.destroy(new Error("Canceled")),
      "BlobModule.addNetworkingHandler": () => undefined,
      "BlobModule.createFromParts": this.#blobs.createFromParts.bind(this.#blobs),
      "BlobModule.release": this.#blobs.release.bind(this.#blobs),
      "FileReaderModule.readAsText": (blob: BlobData, encoding: string) =>
        new TextDecoder(encoding).decode(this.#blobs.resolve(blob)),
    };
    return methods[`${module}.${name}`];
  }

  async #sendRequest(
    method: string,
    url: string,
    id: number,
    headers: Header[],
    data: Data,
    responseType: string,
    hasIncrementalUpdates: boolean,
    timeout: number,
  ): Promise<void> {
    try {
      if ((hasIncrementalUpdates && responseType === "text") || timeout !== 0) {
        throw new Error("Texts in pieces and timeouts are not played");
      }
      const body = await this.#body(method, headers, data);
      await this.#exchange(method, new URL(url), id, extractHeaders(headers), body, (bytes) => {
        if (hasIncrementalUpdates) this.#emit("didReceiveNetworkDataProgress", [id, bytes.length, bytes.length]);
        const text = { text: "utf8", base64: "base64" }[responseType] as BufferEncoding | undefined;
        this.#emit("didReceiveNetworkData", [id, text ? bytes.toString(text) : this.#blobs.store(bytes)]);
      });
      this.#emit("didCompleteNetworkResponse", [id, null]);
    } catch (error) {
      this.#emit("didCompleteNetworkResponse", [id, (error as Error).message]);
    } finally {
      this.#requests.delete(id);
    }
  }

  async #body(method: string, headers: Header[], data: Data): Promise<Body | undefined> {
    const type = header(headers, "content-type");
    if (/^(get|head)$/i.test(method)) {
      return undefined;
    }
    if (data.blob) {
      return { type: type ?? "application/octet-stream", bytes: this.#blobs.resolve(data.blob) };
    }
    if (data.string !== undefined) {
      if (type === undefined) {
        throw new Error("Payload is set but no content-type header specified");
      }
      return { type, bytes: Buffer.from(data.string) };
    }
    if (data.formData) {
      return multipart(data.formData, type ?? "multipart/form-data");
    }
    return /^(POST|PUT|PATCH)$/.test(method) ? { type: "", bytes: Buffer.alloc(0) } : undefined;
  }

  /** Sends a request and emits the head of its response; `read` gets the body. */
  #exchange(
    method: string,
    url: URL,
    id: number,
    headers: Header[],
    body: Body | undefined,
    read: (bytes: Buffer) => void,
  ): Promise<void> {
    if (url.protocol !== "http:") {
      throw new Error(`Expected URL scheme 'http' or 'https' but was '${url.protocol}'`);
    }
    const sent = headers.filter(([name]) => !body?.type || name.toLowerCase() !== "content-type");
    sent.push(["Host", url.host], ["Accept-Encoding", "gzip"], ["User-Agent", "okhttp/4.9.2"]);
    if (body) {
      sent.push(["Content-Length", String(body.bytes.length)]);
      if (body.type) sent.push(["Content-Type", body.type]);
    }
    return new Promise((resolve, reject) => {
      const call = request(url, { method, headers: sent.flat(), agent: false }, (response) => {
        const received = pairs(response.rawHeaders);
        const isGzip = header(received, "content-encoding") === "gzip";
        const kept = received.filter(([name]) => !isGzip || !/^content-(encoding|length)$/i.test(name));
        this.#emit("didReceiveNetworkResponse", [id, response.statusCode, joined(kept), url.href]);
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const raw = Buffer.concat(chunks);
          read(isGzip ? gunzipSync(raw) : raw);
          resolve();
        });
      });
      this.#requests.set(id, call);
      call.on("error", reject);
      call.end(body?.bytes, () => {
        const length = body?.bytes.length ?? 0;
        if (body) this.#emit("didSendNetworkData", [id, length, length]);
      });
    });
  }
}

/** The body of a form, as OkHttp writes it. */
async function multipart(parts: Part[], type: string): Promise<Body> {
  if (!/^multipart\//i.test(type)) {
    throw new Error(`multipart != ${type}`);
  }
  if (parts.length === 0) {
    throw new Error("Multipart body must have at least one part.");
  }
  const boundary = randomUUID();
  const pieces: (string | Buffer)[] = [];
  for (const part of parts) {
    const partType = header(part.headers, "content-type");
    const bytes = await partBytes(part, partType);
    const lines = extractHeaders(part.headers).filter(([name]) => name.toLowerCase() !== "content-type");
    if (lines.some(([name]) => name.toLowerCase() === "content-length")) {
      throw new Error("Unexpected header: Content-Length");
    }
    if (partType !== undefined) lines.push(["Content-Type", partType]);
    lines.push(["Content-Length", String(bytes.length)]);
    pieces.push(`--${boundary}\r\n`);
    pieces.push(Buffer.from(lines.map(([name, value]) => `${name}: ${value}\r\n`).join(""), "latin1"));
    pieces.push("\r\n", bytes, "\r\n");
  }
  pieces.push(`--${boundary}--\r\n`);
  const bytes = Buffer.concat(pieces.map((piece) => (typeof piece === "string" ? Buffer.from(piece) : piece)));
  return { type: `${type}; boundary=${boundary}`, bytes };
}

async function partBytes(part: Part, type: string | undefined): Promise<Buffer> {
  if (part.string !== undefined) {
    return Buffer.from(part.string);
  }
  if (part.uri === undefined) {
    throw new Error("Unrecognized FormData part.");
  }
  if (type === undefined) {
    throw new Error("Binary FormData part needs a content-type header.");
  }
  return readFile(fileURLToPath(part.uri)).catch(() => {
    throw new Error(`Could not retrieve file for uri ${part.uri}`);
  });
}

/** The headers, with the bytes of their UTF-8 as characters, as Node sends them. */
function extractHeaders(headers: Header[]): Header[] {
  return headers.map(([name, value]) => {
    if (typeof name !== "string" || typeof value !== "string") {
      throw new Error("Unrecognized headers format");
    }
    return [name.replace(/[^\x21-\x7e]/g, ""), Buffer.from(value).toString("latin1")];
  });
}

function header(headers: Header[], wanted: string): string | undefined {
  return headers.find(([name]) => name.toLowerCase() === wanted)?.[1];
}

/** Headers of one name are one for JavaScript. */
function joined(headers: Header[]): Record<string, string> {
  const all: Record<string, string> = {};
  for (const [name, value] of headers) {
    all[name] = name in all ? `${all[name]}, ${value}` : value;
  }
  return all;
}

function pairs(flat: string[]): Header[] {
  return flat.flatMap((name, at) => (at % 2 === 0 ? [[name, flat[at + 1]!] as Header] : []));
}
