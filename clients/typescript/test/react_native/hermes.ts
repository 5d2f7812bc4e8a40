/** Runs a bundle in Hermes, with its native side played here: `host.ts` is the other end. */
import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { resolve } from "node:path";

import type { FromNative, NativeCall } from "./host.js";
import { Networking } from "./networking.js";

const PROGRAMS: Partial<Record<NodeJS.Platform, string>> = {
  darwin: "osx-bin/hermes",
  linux: "linux64-bin/hermes",
  win32: "win64-bin/hermes.exe",
};

/** A promise that never settles would keep the test waiting. */
const DEADLINE_MS = 60_000;

type Scenario = (settings: never) => Promise<unknown>;
type Run = [resolve: (result: unknown) => void, reject: (error: Error) => void];

/** A VM with scenarios `S`: functions that it runs by their names, with settings and results of JSON. */
export class Hermes<S extends Record<string, Scenario>> {
  readonly #process: ChildProcess;
  readonly #networking = new Networking((event, args) => {
    // JavaScript learns only that the request failed, not why.
    if (event === "didCompleteNetworkResponse" && args[1] !== null) {
      this.#printed.push(String(args[1]));
    }
    this.#send({ call: ["RCTDeviceEventEmitter", "emit", [event, args]] });
  });
  readonly #runs = new Map<number, Run>();
  readonly #printed: string[] = [];
  #last = 0;

  constructor(bundle: string) {
    const program = resolve("node_modules/hermes-engine-cli", PROGRAMS[process.platform] ?? "none");
    // Without a file it evaluates what comes in line by line, and runs the queued microtasks after each.
    this.#process = spawn(program, ["-Xmicrotask-queue", "-prompt="], { stdio: ["pipe", "pipe", "inherit"] });
    createInterface({ input: this.#process.stdout! }).on("line", (line) => this.#read(line));
    this.#process.stdin!.on("error", (error) => this.#fail(error));
    this.#process.on("error", (error) => this.#fail(error));
    this.#process.on("exit", (status) => this.#fail(new Error(`Hermes ended with status ${status}`)));
    this.#evaluate(`(0, eval)(${ascii(bundle)})`);
  }

  /** Runs a scenario. */
  run<N extends keyof S & string>(name: N, ...settings: Parameters<S[N]>): Promise<Awaited<ReturnType<S[N]>>> {
    const id = (this.#last += 1);
    const late = setTimeout(() => this.#fail(new Error(`${name} does not end`)), DEADLINE_MS);
    this.#send({ call: ["App", "run", [id, name, ...settings]] });
    const result = new Promise((resolve, reject) => this.#runs.set(id, [resolve, reject]));
    return result.finally(() => clearTimeout(late)) as Promise<Awaited<ReturnType<S[N]>>>;
  }

  async stop(): Promise<void> {
    const ended = new Promise((end) => this.#process.once("exit", end));
    this.#process.kill();
    await ended;
  }

  #send(message: FromNative): void {
    this.#evaluate(`fromNative(JSON.parse(${ascii(JSON.stringify(message))}))`);
  }

  #evaluate(line: string): void {
    this.#process.stdin!.write(`${line}\n`);
  }

  #read(line: string): void {
    const [, call] = /@native (.*)$/.exec(line) ?? [];
    if (call !== undefined) {
      void this.#call(JSON.parse(call) as NativeCall);
      return;
    }
    if (line !== "undefined") {
      this.#printed.push(line);
    }
    // An app would end with it.
    if (line.includes("Uncaught ")) {
      this.#fail(new Error("an error was not caught"));
    }
  }

  async #call({ module, method, args, promise }: NativeCall): Promise<void> {
    if (module === "App") {
      const [id, isResolved, result] = args as [number, boolean, unknown];
      const run = this.#runs.get(id)!;
      this.#runs.delete(id);
      isResolved ? run[0](result) : run[1](this.#error(String(result)));
    } else if (module === "Timers") {
      const [timer, duration] = args as [number, number];
      setTimeout(() => this.#send({ timer }), duration);
    } else if (module === "Log") {
      this.#printed.push(String(args[0]));
    } else {
      await this.#settle(promise, async () => this.#networking.method(module, method)!(...(args as never[])));
    }
  }

  async #settle(promise: number | undefined, work: () => Promise<unknown>): Promise<void> {
    const [isResolved, value] = await work().then(
      (value) => [true, value] as const,
      (error: unknown) => [false, String(error)] as const,
    );
    if (promise !== undefined) {
      this.#send({ settle: [promise, isResolved, value] });
    } else if (!isResolved) {
      this.#fail(new Error(String(value)));
    }
  }

  #fail(error: Error): void {
    for (const [, reject] of this.#runs.values()) {
      reject(this.#error(error.message));
    }
    this.#runs.clear();
  }

  #error(message: string): Error {
    return new Error([message, "Hermes printed:", ...this.#printed].join("\n"));
  }
}

/** A literal of a string in one line, of ASCII alone. */
function ascii(text: string): string {
  const escape = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(text).replace(/[^\x20-\x7e]/g, escape);
}
