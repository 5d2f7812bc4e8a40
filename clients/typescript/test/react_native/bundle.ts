/** Makes one script of the built client, a program and the parts of React Native that a client can reach. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname } from "node:path";

import { build, type Plugin } from "esbuild";

interface Babel {
  transformAsync(code: string, options: object): Promise<{ code: string } | null>;
}
const babel = createRequire(import.meta.url)("@babel/core") as Babel;

/**
 * What an app loads before its own program, in the order of `Libraries/Core/InitializeCore.js`; without
 * the renderer and the tools of developers.
 */
const BEFORE_THE_PROGRAM = [
  "@react-native/js-polyfills/console.js",
  "@react-native/js-polyfills/error-guard.js",
  "react-native/Libraries/Core/setUpGlobals",
  "react-native/Libraries/Core/setUpPerformance",
  "react-native/Libraries/Core/polyfillPromise",
  "react-native/Libraries/Core/setUpTimers",
  "react-native/Libraries/Core/setUpRegeneratorRuntime",
  "react-native/Libraries/Core/setUpXHR",
  "react-native/Libraries/Core/setUpBatchedBridge",
];

/** As Metro translates for a release, except that Babel's helpers come with each file. */
const PRESET = [
  "@react-native/babel-preset",
  { unstable_transformProfile: "hermes-stable", enableBabelRuntime: false },
];

/** Bundles a program, whose `host.js` stands beside it. */
export async function bundle(directory: string, program: string): Promise<string> {
  const modules = ["./host.js", ...BEFORE_THE_PROGRAM, program];
  const { outputFiles } = await build({
    stdin: { contents: modules.map((name) => `require(${JSON.stringify(name)});`).join("\n"), resolveDir: directory },
    bundle: true,
    write: false,
    format: "iife",
    platform: "neutral",
    // Babel alone translates, as in an app: what Hermes cannot read stays and fails.
    target: "esnext",
    mainFields: ["react-native", "browser", "main"],
    conditions: ["react-native"],
    // Android's half of the networking is the stricter one: it refuses bodies and parts without a type.
    resolveExtensions: [".android.js", ".native.js", ".js", ".json"],
    define: { __DEV__: "false", global: "globalThis" },
    logLevel: "error",
    plugins: [throughBabel],
  });
  return outputFiles[0]!.text;
}

/** Gives every file to Babel. Its files are CommonJS, also in packages of ES modules: hence the namespace. */
const throughBabel: Plugin = {
  name: "babel",
  setup(build) {
    build.onResolve({ filter: /./ }, async ({ path, pluginData, ...options }) => {
      if (pluginData === "resolving") {
        return undefined;
      }
      const file = await build.resolve(path, { ...options, namespace: "file", pluginData: "resolving" });
      return { ...file, namespace: "babel", pluginData: undefined };
    });
    build.onLoad({ filter: /./, namespace: "babel" }, async ({ path }) => {
      const options = { filename: path, babelrc: false, configFile: false, compact: false, presets: [PRESET] };
      const result = await babel.transformAsync(await readFile(path, "utf8"), options);
      return { contents: result!.code, loader: "js", resolveDir: dirname(path) };
    });
  },
};
