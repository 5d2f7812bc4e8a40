/**
 * What React Native's native side installs in the VM before JavaScript runs: native modules, timers and
 * callable modules. `hermes.ts` is the other end.
 */
declare function print(text: string): void;
declare const HermesInternal: { enqueueJob(job: () => void): void };

type Kind = "string" | "number" | "boolean" | "object" | "array";

/** A call of a method of a native module, which Node plays. */
export interface NativeCall {
  module: string;
  method: string;
  args: unknown[];
  /** Id of the promise that the method returns. */
  promise?: number;
}

/** What Node sends. */
export type FromNative =
  | { call: [module: string, method: string, args: unknown[]] }
  | { settle: [promise: number, isResolved: boolean, value: unknown] }
  | { timer: number };

/** Kinds of the arguments of each method, which React Native's generated code checks too. */
const METHODS: Record<string, Record<string, readonly Kind[]>> = {
  Networking: {
    sendRequest: ["string", "string", "number", "array", "object", "string", "boolean", "number", "boolean"],
    abortRequest: ["number"],
  },
  BlobModule: { addNetworkingHandler: [], createFromParts: ["array", "string"], release: ["string"] },
  FileReaderModule: { readAsText: ["object", "string"] },
  PlatformConstants: {},
};
const RETURNS_PROMISE = new Set(["readAsText"]);

type Callable = Record<string, (...args: unknown[]) => unknown>;

const callables = new Map<string, () => Callable>();
const promises = new Map<number, [resolve: (value: unknown) => void, reject: (error: Error) => void]>();
const timers = new Map<number, () => void>();
let last = 0;

export function callNative(call: NativeCall): void {
  const text = JSON.stringify(call, (_, value: unknown) => {
    if (typeof value === "function" || typeof value === "symbol") {
      throw new TypeError(`${call.module}.${call.method}: a ${typeof value} cannot be given to native code`);
    }
    return value;
  });
  // For Node's reader of lines these end one too.
  print(`@native ${text.replace(/\u2028/g, "\\u2028").replace(/\u2029/g, "\\u2029")}`);
}

/** Lets native code call the methods of a module. */
export function registerCallable(name: string, module: () => Callable): void {
  callables.set(name, module);
}

function nativeMethod(module: string, method: string, kinds: readonly Kind[]) {
  return (...args: unknown[]): unknown => {
    const given = args.map((arg) => (Array.isArray(arg) ? "array" : arg === null ? "null" : typeof arg));
    if (given.join() !== kinds.join()) {
      throw new TypeError(`${module}.${method} takes (${kinds.join()}), not (${given.join()})`);
    }
    if (!RETURNS_PROMISE.has(method)) {
      return callNative({ module, method, args });
    }
    const promise = (last += 1);
    callNative({ module, method, args, promise });
    return new Promise((resolve, reject) => promises.set(promise, [resolve, reject]));
  };
}

function nativeModules(): Record<string, object> {
  const modules = Object.entries(METHODS).map(([module, methods]) => {
    const functions = Object.entries(methods).map(([name, kinds]) => [name, nativeMethod(module, name, kinds)]);
    // No module has constants here: an Android app without a provider of blobs has none of BlobModule's.
    return [module, { getConstants: () => ({}), ...Object.fromEntries(functions) }];
  });
  return Object.fromEntries([...modules, ["NativeMicrotasksCxx", { queueMicrotask: HermesInternal.enqueueJob }]]);
}

Object.assign(globalThis, {
  RN$Bridgeless: true,
  RN$UnifiedNativeModuleProxy: true,
  RN$registerCallableModule: registerCallable,
  nativeModuleProxy: nativeModules(),
  nativeLoggingHook: (text: string, level: number) =>
    callNative({ module: "Log", method: "write", args: [text, level] }),
  setTimeout: (callback: (...args: unknown[]) => void, duration = 0, ...args: unknown[]): number => {
    const id = (last += 1);
    timers.set(id, () => callback(...args));
    callNative({ module: "Timers", method: "start", args: [id, duration] });
    return id;
  },
  clearTimeout: (id: number) => timers.delete(id),
  fromNative: (message: FromNative) => {
    if ("call" in message) {
      const [module, method, args] = message.call;
      callables.get(module)!()[method]!(...args);
    } else if ("settle" in message) {
      const [promise, isResolved, value] = message.settle;
      const [resolve, reject] = promises.get(promise)!;
      promises.delete(promise);
      isResolved ? resolve(value) : reject(new Error(String(value)));
    } else {
      const run = timers.get(message.timer);
      timers.delete(message.timer);
      run?.();
    }
  },
});
