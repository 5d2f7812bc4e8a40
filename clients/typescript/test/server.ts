/** A server of its own for a test, with the demo data in a directory that goes away. */
import { spawn, type ChildProcess } from "node:child_process";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

/** The program: MIAOHUI, or what cargo builds. */
const PROGRAM = resolve(process.env["MIAOHUI"] ?? "../../target/debug/miaohui");
const LIMITS = ["login", "signup", "sms", "upload", "publish", "order", "lookup"];

export class Server {
  private constructor(
    readonly url: string,
    private readonly process: ChildProcess,
    private readonly directory: string,
  ) {}

  static async start(...settings: string[]): Promise<Server> {
    const directory = await mkdtemp(join(tmpdir(), "miaohui-typescript-"));
    const data = join(directory, "data");
    // Demo data that were made before (tests/clients/demo_data.py) save the time of loading them.
    const made = process.env["DEMO_DATA"];
    if (made) await cp(made, data, { recursive: true, preserveTimestamps: true });
    const limits = LIMITS.map((name) => `limits.${name}_per_minute=0`);
    const sets = [...limits, ...settings].flatMap((setting) => ["--set", setting]);
    const args = ["serve", "--demo", "--listen", "127.0.0.1:0", "--data-dir", data, ...sets];
    const env = Object.entries(process.env).filter(([name]) => !name.startsWith("MIAOHUI"));
    const child = spawn(PROGRAM, args, {
      cwd: directory,
      env: Object.fromEntries(env),
      stdio: ["ignore", "pipe", "ignore"],
    });
    // Read to the end: a pipe that nobody reads would stop the server.
    const lines = createInterface({ input: child.stdout! });
    const url = await new Promise<string>((found, failed) => {
      lines.on("line", (line) => {
        const match = /^\s*Crowdfunding\s+(http:\/\/\S+)\/api\//.exec(line);
        if (match?.[1]) found(match[1]);
      });
      child.on("error", failed);
      child.on("exit", (status) => failed(new Error(`the server ended at once with status ${status}`)));
    });
    return new Server(url, child, directory);
  }

  /** The code of the message to a phone, which comes a little after the call that asks for it. */
  async smsCode(phone: string): Promise<string> {
    for (;;) {
      const text = await readFile(join(this.directory, "data/outbox/sms.jsonl"), "utf8").catch(() => "");
      const lines = text.split("\n").slice(0, -1);
      const messages = lines.map((line) => JSON.parse(line) as { phone: string; code: string });
      const message = messages.find((message) => message.phone === phone);
      if (message) return message.code;
      await new Promise((wake) => setTimeout(wake, 50));
    }
  }

  async stop(): Promise<void> {
    const ended = new Promise((end) => this.process.once("exit", end));
    this.process.kill("SIGTERM");
    await ended;
    await rm(this.directory, { recursive: true, force: true });
  }
}

/** A picture of one point. */
export const PICTURE = new Blob(
  [
    Uint8Array.from(
      atob(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==",
      ),
      (c) => c.charCodeAt(0),
    ),
  ],
  { type: "image/png" },
);
