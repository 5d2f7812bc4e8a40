import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { fen, sign, yuan } from "../src/index.js";

interface Vectors {
  secret: string;
  vectors: { body: string; sig: string }[];
}

test("signatures are those that the server computes", async () => {
  const path = "../../crates/server/tests/data/signatures.json";
  const { secret, vectors } = JSON.parse(await readFile(path, "utf8")) as Vectors;
  assert.ok(vectors.length > 30);
  for (const { body, sig } of vectors) {
    assert.equal(sign(JSON.parse(body) as Record<string, unknown>, secret), sig, body);
  }
});

test("what is signed is UTF-8", () => {
  for (const text of ["\0\x7f\x80\u07ff\u0800\uffff", "\u{10000}\u{10ffff}", "\ud800a", "a\udfff"]) {
    const expected = createHash("sha256").update(`text=${text}&secret`).digest("hex");
    assert.equal(sign({ text }, "secret"), expected, JSON.stringify(text));
  }
});

test("amounts are whole fen", () => {
  assert.deepEqual([0, 5, 9800, -3050].map((amount) => yuan(fen(amount))), ["0.00", "0.05", "98.00", "-30.50"]);
  assert.throws(() => fen(1.5), RangeError);
});
