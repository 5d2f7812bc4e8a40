import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/**
 * Signs a call of the Community API: its entries except `sig` as `key=value`, sorted by UTF-16 code units
 * and joined with `&`, then `&` and the secret; of that the SHA-256 in hexadecimal digits.
 */
export function sign(body: Readonly<Record<string, unknown>>, secret: string): string {
  const entries = Object.entries(body).filter(([key]) => key !== "sig");
  const texts = entries.map(([key, value]) => `${key}=${value}`).sort();
  return bytesToHex(sha256(utf8ToBytes(`${texts.join("&")}&${secret}`)));
}
