// Writes src/*.gen.ts from the OpenAPI documents of a running server:
//   node scripts/generate.mjs http://127.0.0.1:8080 [directory]
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import openapiTS, { astToString } from "openapi-typescript";
import ts from "typescript";

const [server = "http://127.0.0.1:8080", directory = "src"] = process.argv.slice(2);
const HEADER = "// Generated from the server's OpenAPI document by scripts/generate.mjs. Do not edit.\n\n";

/** `number & { readonly unit: "fen" }`: an amount of another unit does not fit. */
function amount(unit) {
  const name = ts.factory.createPropertySignature(
    [ts.factory.createModifier(ts.SyntaxKind.ReadonlyKeyword)],
    "unit",
    undefined,
    ts.factory.createLiteralTypeNode(ts.factory.createStringLiteral(unit)),
  );
  const number = ts.factory.createKeywordTypeNode(ts.SyntaxKind.NumberKeyword);
  return ts.factory.createIntersectionTypeNode([number, ts.factory.createTypeLiteralNode([name])]);
}

const UNITS = { "#/components/schemas/Fen": amount("fen"), "#/components/schemas/Yuan": amount("yuan") };

async function types(document) {
  const tree = await openapiTS(document, {
    // A parameter with a default may be left out.
    defaultNonNullable: false,
    rootTypes: true,
    rootTypesNoSchemaPrefix: true,
    transform: (_, { path }) => UNITS[path],
  });
  return HEADER + astToString(tree);
}

/** Verb and path of each operation, by its name. */
function routes(document) {
  const lines = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([verb, { operationId }]) => `  ${operationId}: ["${verb.toUpperCase()}", "${path}"],`),
  );
  return `\n/** Verb and path of each operation. */\nexport const routes = {\n${lines.join("\n")}\n} as const;\n`;
}

await mkdir(directory, { recursive: true });
for (const product of ["community", "crowdfunding"]) {
  const response = await fetch(`${server}/openapi/${product}.json`);
  // Examples are for people who read the reference.
  const document = JSON.parse(await response.text(), (key, value) =>
    key === "example" || key === "examples" ? undefined : value,
  );
  const text = (await types(document)) + (product === "crowdfunding" ? routes(document) : "");
  await writeFile(join(directory, `${product}.gen.ts`), text);
}
