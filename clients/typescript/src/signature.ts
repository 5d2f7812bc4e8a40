import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

/**
 * Signs a call of the Community API: its entries except `sig` as `key=value`, sorted by UTF-16 code units
 * and joined with `&`, then `&` and the secret; of that the SHA-256 in hexadecimal digits.
 */
export function sign(body: Readonly<Record<string, unknown>>, secret: string): string {
  const entries = Object.entries(body).filter(([key]) => key !== "sig");
  const texts = entries.map(([key, value]) => `${key}=${value}`).sort();
  return bytesToHex(sha256(utf8(`${texts.join("&")}&${secret}`)));
}

/** UTF-8 of a text, with U+FFFD for a lone surrogate. Older versions of Hermes have no `TextEncoder`. */
function utf8(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    const scalar = point >= 0xd800 && point <= 0xdfff ? 0xfffd : point;
    const continuing = scalar < 0x80 ? 0 : scalar < 0x800 ? 1 : scalar < 0x10000 ? 2 : 3;
    const lead = [0, 0xc0, 0xe0, 0xf0][continuing]!;
    bytes.push(lead | (scalar >> (6 * continuing)));
    for (let rest = continuing - 1; rest >= 0; rest -= 1) {
      bytes.push(0x80 | ((scalar >> (6 * rest)) & 0x3f));
    }
  }
  return Uint8Array.from(bytes);
}
