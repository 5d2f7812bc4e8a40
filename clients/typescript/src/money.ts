import type { Fen } from "./community.gen.js";
import type { Yuan } from "./crowdfunding.gen.js";

export type { Fen, Yuan };

/** An amount in fen, as the Community API counts; it must be an integer. */
export function fen(amount: number): Fen {
  if (!Number.isSafeInteger(amount)) {
    throw new RangeError(`${amount} is no whole number of fen`);
  }
  return amount as Fen;
}

/** The amount in yuan, such as `98.00`, for people. */
export function yuan(amount: Fen): string {
  const digits = String(Math.abs(amount)).padStart(3, "0");
  return `${amount < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
